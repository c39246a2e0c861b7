// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/config.hpp"

#include <charconv>

#include "common/net/socket_address.hpp"
#include "ep_cscf/config.hpp"

namespace wims::ng {

namespace {

Error usage(std::string text) { return {ErrorKind::usage, std::move(text), 0}; }

/// [NAME/]ADDRESS[!ADVERTISED]
struct Interface {
    std::string name;
    std::string address;
    std::string advertised;

    static Result<Interface> parse(const std::string& text) {
        Interface out;
        const auto slash = text.find('/');
        if (slash != std::string::npos) out.name = text.substr(0, slash);
        out.address = slash == std::string::npos ? text : text.substr(slash + 1);
        if (const auto mark = out.address.find('!'); mark != std::string::npos) {
            out.advertised = out.address.substr(mark + 1);
            out.address.resize(mark);
        }
        const bool good =
            host::ip_address.fits(out.address) && (out.advertised.empty() || host::ip_address.fits(out.advertised));
        if (!good) return usage("takes [NAME/]ADDRESS[!ADVERTISED], not \"" + text + "\"");
        return out;
    }
};

void towards_access(const Interface& interface, Config& config) {
    config.ims_agw.w3.bind.ip = interface.address;
    config.ims_agw.w3.advertised_ip = interface.advertised;
    if (!interface.name.empty()) config.calls.interfaces.access = interface.name;
}

void towards_core(const Interface& interface, Config& config) {
    config.ims_agw.core_ip = interface.address;
    config.ims_agw.core_advertised_ip = interface.advertised;
    if (!interface.name.empty()) config.calls.interfaces.core = interface.name;
}

Result<void> take_interfaces(const std::vector<std::string>& texts, Config& config) {
    if (texts.size() > 2) return usage("is given once for both sides, or once for each");
    std::vector<Interface> interfaces;
    for (const auto& text : texts) {
        auto interface = Interface::parse(text);
        if (!interface) return interface.error();
        interfaces.push_back(std::move(*interface));
    }
    towards_access(interfaces.front(), config);
    towards_core(interfaces.back(), config);
    return {};
}

Result<void> take_port(const std::string& text, std::uint16_t& port) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error == std::errc() && end == text.data() + text.size() && port >= 1024) return {};
    return usage("takes a port, 1024 to 65535, not \"" + text + "\"");
}

bool is_v6(const std::string& ip) { return ip.find(':') != std::string::npos; }

}  // namespace

Config::Config() {
    ims_agw.w3.bind = {"127.0.0.1", 20000};
    ims_agw.core_ip = "127.0.0.1";
}

void declare(host::Keys& keys, Config& config) {
    keys.bound_address("ng", config.listen, "where commands come, UDP: for trusted networks only");
    keys.section("interfaces", "the names that \"direction\" has for the two sides", [&](host::Keys& inner) {
        inner.text("webrtc", config.calls.interfaces.access, host::some_text, "where ims_agw.w3 is");
        inner.text("rtp", config.calls.interfaces.core, host::some_text, "where ims_agw.core_ip is");
    });
    keys.seconds("lost_seconds", config.calls.lost, {1, 3600}, "a call whose WebRTC client is gone ends after it");
    keys.seconds("unanswered_seconds", config.calls.unanswered, {10, 86400}, "an offer without answer ends after it");
    keys.flag("bundle", config.calls.bundle, "offer BUNDLE to WebRTC clients");
    keys.section("ims_agw", "eIMS-AGW", [&](host::Keys& inner) { host::declare(inner, config.ims_agw); });
    keys.section("transcoding", "what codec-transcode may name",
                 [&](host::Keys& inner) { host::declare(inner, config.transcoding); });
}

void declare_options(host::Program& program, Config& config) {
    program.option("--listen-ng", "HOST:PORT", "where commands come", [&](const auto& texts) -> Result<void> {
        auto address = net::parse_transport_address(texts.back());
        if (address) config.listen = *address;
        return address ? Result<void>() : address.error();
    });
    program.option("--interface", "[NAME/]ADDR[!ADVERTISED]",
                   "for media; a second one is that towards RTP peers, the first then that towards WebRTC clients",
                   [&](const auto& texts) { return take_interfaces(texts, config); });
    program.option("--port-min", "N", "of media: this one towards WebRTC clients, those above it towards RTP peers",
                   [&](const auto& texts) -> Result<void> {
                       std::uint16_t port = 0;
                       if (auto ok = take_port(texts.back(), port); !ok) return ok;
                       config.ims_agw.w3.bind.port = port;
                       config.ims_agw.core_port_min = static_cast<std::uint16_t>(port < 65534 ? port + 1 : port);
                       return {};
                   });
    program.option("--port-max", "N", "of media",
                   [&](const auto& texts) { return take_port(texts.back(), config.ims_agw.core_port_max); });
}

Result<void> complete(Config& config) {
    if (config.ims_agw.core_port_min >= config.ims_agw.core_port_max)
        return usage("ims_agw.core_port_max: no port pair between " + std::to_string(config.ims_agw.core_port_min) +
                     " and " + std::to_string(config.ims_agw.core_port_max));
    config.calls.interfaces.access_v6 = is_v6(config.ims_agw.w3.bind.ip);
    config.calls.interfaces.core_v6 = is_v6(config.ims_agw.core_ip);
    return {};
}

}  // namespace wims::ng
