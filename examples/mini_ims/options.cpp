// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/options.hpp"

#include <arpa/inet.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>
#include <optional>

#include "common/identity/public_identity.hpp"

namespace wims::mini_ims {

namespace {
/// What the command line says, before it is understood.
struct Words {
    std::string listen = "127.0.0.1:5060", domain = "ims.operator.example", phones_ip, rtp_ports = "40000-40999";
    std::string control = "127.0.0.1:8082", log;
    std::vector<std::string> web_rtc_domains, trusted, visited_networks, blocks, users;
    unsigned longest_registration = 600000;
    double tone_hz = 440, tone_dbfs = -20;
};

bool is_ip(const std::string& text) {
    in6_addr scratch;
    return inet_pton(AF_INET, text.c_str(), &scratch) == 1 || inet_pton(AF_INET6, text.c_str(), &scratch) == 1;
}

std::optional<std::uint16_t> port_of(std::string_view text) {
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(port);
}

Error wrong(const std::string& option, const std::string& wanted, const std::string& found) {
    return {ErrorKind::usage, option + " takes " + wanted + ", not '" + found + "'", 0};
}

Result<TransportAddress> address_of(const std::string& option, const std::string& text) {
    const auto colon = text.rfind(':');
    const auto port = colon == std::string::npos ? std::nullopt : port_of(std::string_view(text).substr(colon + 1));
    auto ip = text.substr(0, colon);
    if (ip.size() > 2 && ip.front() == '[' && ip.back() == ']') ip = ip.substr(1, ip.size() - 2);
    if (!port || !is_ip(ip)) return wrong(option, "ADDRESS:PORT", text);
    return TransportAddress{ip, *port};
}

Result<Subscription> block_of(const std::string& text) {
    const auto first = text.find(','), last = text.rfind(',');
    if (first == std::string::npos || first == last) return wrong("--block", "WILDCARD,PILOT,IMPI", text);
    auto block = make_block(text.substr(0, first), text.substr(first + 1, last - first - 1), text.substr(last + 1));
    if (!block) return Error{ErrorKind::usage, "--block: " + block.error().text, 0};
    return block;
}

/// "sip:alice@ims.example,alice@ims.example,secret"; without the secret, trusted nodes alone register her.
Result<Subscription> user_of(const std::string& text) {
    const auto first = text.find(','), second = text.find(',', first + 1);
    if (first == std::string::npos) return wrong("--user", "IMPU,IMPI[,PASSWORD]", text);
    auto user = make_user(text.substr(0, first), text.substr(first + 1, second - first - 1),
                          second == std::string::npos ? "" : text.substr(second + 1));
    if (!user) return Error{ErrorKind::usage, "--user: " + user.error().text, 0};
    return user;
}

/// "enterprise.com=sip:192.0.2.1:5072"
Result<std::pair<std::string, std::string>> web_rtc_domain_of(const std::string& text) {
    const auto equals = text.find("=sip:");
    if (equals == std::string::npos || equals == 0) return wrong("--webrtc-domain", "DOMAIN=sip:ADDRESS:PORT", text);
    const auto i_cscf = address_of("--webrtc-domain", text.substr(equals + 5));
    if (!i_cscf) return wrong("--webrtc-domain", "DOMAIN=sip:ADDRESS:PORT", text);
    return std::pair(text.substr(0, equals), "<sip:" + to_string(*i_cscf) + ";lr>");
}

Result<PortRange> ports_of(const std::string& text) {
    const auto dash = text.find('-');
    const auto first = port_of(std::string_view(text).substr(0, dash));
    const auto last = dash == std::string::npos ? std::nullopt : port_of(std::string_view(text).substr(dash + 1));
    if (!first || !last || *first < 1024 || *last < *first + 3) return wrong("--rtp-ports", "FIRST-LAST", text);
    return PortRange{*first, *last};
}

Result<void> read_lists(const Words& words, Options& options) {
    for (const auto& ip : words.trusted) {
        if (!is_ip(ip)) return wrong("--trust", "an IP address", ip);
        options.s_cscf.trusted_ips.push_back(ip);
    }
    for (const auto& text : words.web_rtc_domains) {
        auto entry = web_rtc_domain_of(text);
        if (!entry) return entry.error();
        options.s_cscf.web_rtc_domains.insert(*std::move(entry));
    }
    for (const auto& text : words.blocks) {
        auto block = block_of(text);
        if (!block) return block.error();
        options.subscriptions.push_back(*std::move(block));
    }
    for (const auto& text : words.users) {
        auto user = user_of(text);
        if (!user) return user.error();
        options.subscriptions.push_back(*std::move(user));
    }
    options.visited_networks = words.visited_networks;
    return {};
}

Result<Options> understand(const Words& words) {
    Options options;
    const auto listen = address_of("--listen", words.listen);
    if (!listen) return listen.error();
    if (listen->port == 0) return wrong("--listen", "a port other than 0", words.listen);
    options.s_cscf.listen = *listen;
    options.s_cscf.longest_registration = std::chrono::seconds(words.longest_registration);
    const auto control = address_of("--control", words.control);
    if (!control) return control.error();
    options.control = *control;
    const auto domain = identity::canonical_host(words.domain);
    if (!domain) return wrong("--domain", "a host name", words.domain);
    options.domain = *domain;
    options.phones_ip = words.phones_ip.empty() ? listen->ip : words.phones_ip;
    if (!is_ip(options.phones_ip)) return wrong("--phones-ip", "an IP address", options.phones_ip);
    const auto ports = ports_of(words.rtp_ports);
    if (!ports) return ports.error();
    options.rtp_ports = *ports;
    options.tone.frequency_hz = words.tone_hz;
    options.tone.level_dbfs = words.tone_dbfs;
    options.log_file = words.log;
    if (auto lists = read_lists(words, options); !lists) return lists.error();
    return options;
}

void declare(CLI::App& app, Words& words) {
    app.add_option("--listen", words.listen, "ADDRESS:PORT of the S-CSCF, UDP and TCP")->capture_default_str();
    app.add_option("--domain", words.domain, "IMS domain of the two phones")->capture_default_str();
    app.add_option("--webrtc-domain", words.web_rtc_domains, "DOMAIN=sip:ADDRESS:PORT of its enhanced I-CSCF")
        ->allow_extra_args(false);
    app.add_option("--trust", words.trusted, "address of an eP-CSCF: may say auth-done and assert identities")
        ->allow_extra_args(false);
    app.add_option("--visited-network", words.visited_networks, "P-Visited-Network-ID that may roam here")
        ->allow_extra_args(false);
    app.add_option("--block", words.blocks, "WILDCARD,PILOT,IMPI of a block of WebRTC identities")
        ->allow_extra_args(false);
    app.add_option("--user", words.users, "IMPU,IMPI[,PASSWORD]; without PASSWORD trusted nodes alone register it")
        ->allow_extra_args(false);
    app.add_option("--phones-ip", words.phones_ip, "address of the phones' SIP and RTP; as --listen by default");
    app.add_option("--rtp-ports", words.rtp_ports, "FIRST-LAST")->capture_default_str();
    app.add_option("--longest-registration", words.longest_registration, "seconds granted at most")
        ->capture_default_str();
    app.add_option("--tone-hz", words.tone_hz, "what the tone phone plays")
        ->capture_default_str()
        ->check(CLI::Range(50, 3400));
    app.add_option("--tone-dbfs", words.tone_dbfs, "its level; 0 is a full-scale sine")
        ->capture_default_str()
        ->check(CLI::Range(-60, 0));
    app.add_option("--control", words.control, "ADDRESS:PORT of the HTTP control")->capture_default_str();
    app.add_option("--log", words.log, "file of JSON lines; standard error by default");
}
}  // namespace

Result<Subscription> make_block(const std::string& wimpu, const std::string& pilot, const std::string& impi) {
    auto wildcard = identity::Wildcard::parse(wimpu);
    if (!wildcard) return wildcard.error();
    const auto distinct = identity::canonical(pilot);
    if (!distinct) return distinct.error();
    if (wildcard->matches(*distinct))
        return Error{ErrorKind::usage, "the pilot " + pilot + " lies in the block " + wimpu, 0};
    if (impi.find('@') == std::string::npos) return Error{ErrorKind::usage, "the IMPI " + impi + " has no realm", 0};
    return Subscription{impi, *distinct, *std::move(wildcard), {}};
}

Result<Subscription> make_user(const std::string& impu, const std::string& impi, const std::string& password) {
    const auto distinct = identity::canonical(impu);
    if (!distinct) return distinct.error();
    if (impi.find('@') == std::string::npos) return Error{ErrorKind::usage, "the IMPI " + impi + " has no realm", 0};
    return Subscription{impi, *distinct, std::nullopt, password};
}

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
    CLI::App app("The embedded IMS core: S-CSCF, HSS, the I-CSCF's part of REGISTER, and two phones, echo and tone.",
                 "wims-mini-ims");
    Words words;
    declare(app, words);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        std::cout << app.help();
        return 0;
    } catch (const CLI::ParseError& error) {
        std::cerr << "wims-mini-ims: " << error.what() << "\n";
        return 2;
    }
    auto options = understand(words);
    if (!options) {
        std::cerr << "wims-mini-ims: " << options.error().text << "\n";
        return 2;
    }
    return *std::move(options);
}

}  // namespace wims::mini_ims
