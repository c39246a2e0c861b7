// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace wims::net {

/// The octets of a numeric address, network order; an IPv4 address fills the first four. Pure: nothing is resolved, so
/// protocol code may use it.
struct IpOctets {
    std::array<std::uint8_t, 16> octets{};
    bool v6 = false;
};

/// Nothing for anything but "192.0.2.1" or "2001:db8::1".
std::optional<IpOctets> parse_ip(const std::string& text);
std::string ip_text(const IpOctets& ip);

}  // namespace wims::net
