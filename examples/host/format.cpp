// SPDX-License-Identifier: Apache-2.0
#include "host/format.hpp"

#include <algorithm>
#include <string_view>

#include "common/identity/public_identity.hpp"
#include "common/identity/wildcard.hpp"
#include "common/net/ip_text.hpp"

namespace wims::host {

namespace {
/// "host[:port]" after a scheme, in the lower case that browsers and comparisons use; `rest` is what follows.
bool is_authority(std::string_view text) {
    const auto colon = text.ends_with(']') ? text.npos : text.rfind(':');
    const auto host = identity::canonical_host(text.substr(0, colon));
    if (!host || *host != text.substr(0, colon)) return false;
    if (colon == text.npos) return true;
    const auto port = text.substr(colon + 1);
    return !port.empty() && port.size() <= 5 && port.front() != '0' &&
           std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
           std::stoi(std::string(port)) <= 65535;
}

/// A URI whose authority is good and that holds nothing that no URI holds.
bool is_uri(std::string_view text, std::string_view scheme) {
    if (!text.starts_with(scheme) || text.find_first_of(" \t\r\n\"'<>;,\\") != text.npos) return false;
    text.remove_prefix(scheme.size());
    return is_authority(text.substr(0, text.find_first_of("/?#")));
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_urn_uuid(const std::string& text) {
    constexpr std::string_view pattern = "urn:uuid:hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    return text.size() == pattern.size() && text.starts_with("urn:uuid:") &&
           std::equal(text.begin() + 9, text.end(), pattern.begin() + 9,
                      [](char c, char p) { return p == 'h' ? is_hex(c) : c == p; });
}
}  // namespace

const Format any_text{"a text", [](const std::string&) { return true; }};
const Format some_text{"a text that is not empty", [](const std::string& t) { return !t.empty(); }};
const Format ip_address{"an IP address", [](const std::string& t) { return net::parse_ip(t).has_value(); }};
const Format host_name{"a host name", [](const std::string& t) { return identity::canonical_host(t).ok(); }};
const Format sip_uri{"a URI sip:…", [](const std::string& t) { return !identity::host_of(t).empty(); }};
const Format wimpu{"a wildcarded identity sip:w1-!.*!@…",
                   [](const std::string& t) { return identity::Wildcard::parse(t).ok(); }};
const Format origin{"an origin https://host[:port]",
                    [](const std::string& t) { return t.starts_with("https://") && is_authority(t.substr(8)); }};
const Format https_uri{"a URI https://…", [](const std::string& t) { return is_uri(t, "https://"); }};
const Format wss_uri{"a URI wss://…", [](const std::string& t) { return is_uri(t, "wss://"); }};
const Format urn_uuid{"a urn:uuid:…", is_urn_uuid};

}  // namespace wims::host
