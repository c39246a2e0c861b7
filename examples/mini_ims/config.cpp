// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/config.hpp"

#include "common/identity/public_identity.hpp"

namespace wims::mini_ims {

namespace {

void declare_domain(host::Keys& keys, Config::WebRtcDomain& domain) {
    keys.text("domain", domain.domain, host::host_name, "of WebRTC users or of a block").required();
    keys.address("i_cscf", domain.i_cscf, "its enhanced I-CSCF");
}

void declare_block(host::Keys& keys, Config::BlockWords& block) {
    keys.text("wimpu", block.wimpu, host::wimpu, "the block's wildcard").required();
    keys.text("pilot", block.pilot, host::sip_uri, "the distinct identity that is registered").required();
    keys.text("impi", block.impi, host::some_text, "its private identity").required();
}

void declare_user(host::Keys& keys, Config::UserWords& user) {
    keys.text("impu", user.impu, host::sip_uri, "who they are").required();
    keys.text("impi", user.impi, host::some_text, "the private identity").required();
    keys.text("password", user.password, host::some_text, "SIP digest; empty: trusted nodes alone may register them");
}

}  // namespace

void declare(host::Keys& keys, Config& config) {
    keys.address("s_cscf", config.s_cscf, "SIP, UDP and TCP");
    keys.text("domain", config.domain, host::host_name, "of the two phones");
    keys.list<Config::WebRtcDomain>("webrtc_domains", config.web_rtc_domains, "what DNS would say of them",
                                    declare_domain);
    keys.texts("trusted_ips", config.trusted_ips, host::ip_address,
               "of eP-CSCFs: may say auth-done and assert identities");
    keys.texts("visited_networks", config.visited_networks, host::some_text,
               "P-Visited-Network-IDs that may roam here");
    keys.list<Config::BlockWords>("blocks", config.blocks, "subscriptions of WebRTC blocks", declare_block);
    keys.list<Config::UserWords>("users", config.users, "ordinary subscribers", declare_user);
    keys.text("phones_ip", config.phones_ip, host::ip_address, "of the phones' SIP and RTP; empty: as s_cscf");
    keys.number("rtp_port_min", config.rtp_ports.first, {1024, 65532}, "of the phones");
    keys.number("rtp_port_max", config.rtp_ports.last, {1027, 65535}, "");
    keys.seconds("longest_registration_seconds", config.longest_registration, {60, 604800}, "granted at most");
    keys.number("tone_hz", config.tone_hz, {50, 3400}, "what the tone phone plays");
    keys.number("tone_dbfs", config.tone_dbfs, {-60, 0}, "its level; 0 is a full-scale sine");
}

Result<Options> understand(const Config& config) {
    Options options;
    options.s_cscf.listen = config.s_cscf;
    options.s_cscf.trusted_ips = config.trusted_ips;
    options.s_cscf.longest_registration = config.longest_registration;
    for (const auto& [domain, i_cscf] : config.web_rtc_domains)
        options.s_cscf.web_rtc_domains.emplace(domain, "<sip:" + to_string(i_cscf) + ";lr>");
    auto domain = identity::canonical_host(config.domain);
    if (!domain) return domain.error();
    options.domain = std::move(*domain);
    for (const auto& words : config.blocks) {
        auto block = make_block(words.wimpu, words.pilot, words.impi);
        if (!block) return Error{ErrorKind::usage, "blocks: " + block.error().text};
        options.subscriptions.push_back(std::move(*block));
    }
    for (const auto& words : config.users) {
        auto user = make_user(words.impu, words.impi, words.password);
        if (!user) return Error{ErrorKind::usage, "users: " + user.error().text};
        options.subscriptions.push_back(std::move(*user));
    }
    options.visited_networks = config.visited_networks;
    options.phones_ip = config.phones_ip.empty() ? config.s_cscf.ip : config.phones_ip;
    options.rtp_ports = config.rtp_ports;
    if (options.rtp_ports.last < options.rtp_ports.first + 3)
        return Error{ErrorKind::usage, "rtp_port_max: the phones need four ports from rtp_port_min on"};
    options.tone.frequency_hz = config.tone_hz;
    options.tone.level_dbfs = config.tone_dbfs;
    return options;
}

}  // namespace wims::mini_ims
