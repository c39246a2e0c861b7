// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/connection.hpp"

#include <algorithm>

#include "common/net/ip_text.hpp"
#include "common/sdp/tokens.hpp"

namespace wims::sdp {

std::optional<Connection> Connection::parse(std::string_view value) {
    const auto fields = split_fields(value);
    if (fields.size() != 3 || fields[0] != "IN") return std::nullopt;
    if (fields[1] != "IP4" && fields[1] != "IP6") return std::nullopt;
    const auto address = split_on(fields[2], '/').front();
    if (address.empty()) return std::nullopt;
    return Connection{std::string(fields[1]), std::string(address)};
}

Connection Connection::of(std::string_view ip) {
    return {ip.find(':') == std::string_view::npos ? "IP4" : "IP6", std::string(ip)};
}

std::string Connection::to_string() const { return "IN " + address_type + " " + address; }

namespace {

/// Nothing when the address is a name, or of the other family than it says.
std::optional<net::IpOctets> octets_of(const Connection& connection) {
    auto ip = net::parse_ip(connection.address);
    if (!ip || ip->v6 != (connection.address_type == "IP6")) return std::nullopt;
    return ip;
}

}  // namespace

bool Connection::numeric() const noexcept { return octets_of(*this).has_value(); }

bool Connection::unspecified() const noexcept {
    const auto ip = octets_of(*this);
    return ip && std::ranges::all_of(ip->octets, [](std::uint8_t octet) { return octet == 0; });
}

bool Connection::multicast() const noexcept {
    const auto ip = octets_of(*this);
    if (!ip) return false;
    return ip->v6 ? ip->octets[0] == 0xff : (ip->octets[0] & 0xf0) == 0xe0;
}

}  // namespace wims::sdp
