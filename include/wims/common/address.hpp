// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace wims {

/// An IP address in text and a port. The text is numeric ("192.0.2.1", "2001:db8::1"), never a host name.
struct TransportAddress {
    std::string ip;
    std::uint16_t port = 0;
    auto operator<=>(const TransportAddress&) const = default;
};

/// Where a socket is bound and what the peer is told: they differ behind a NAT or in a container.
struct Endpoint {
    TransportAddress bind;
    std::string advertised_ip;  ///< empty: bind.ip
    const std::string& advertised() const noexcept { return advertised_ip.empty() ? bind.ip : advertised_ip; }
};

/// "192.0.2.1:5060", "[2001:db8::1]:5060"
inline std::string to_string(const TransportAddress& a) {
    const bool v6 = a.ip.find(':') != std::string::npos;
    return (v6 ? "[" + a.ip + "]" : a.ip) + ":" + std::to_string(a.port);
}

}  // namespace wims
