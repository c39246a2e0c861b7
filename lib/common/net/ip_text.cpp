// SPDX-License-Identifier: Apache-2.0
#include "common/net/ip_text.hpp"

#include <arpa/inet.h>

namespace wims::net {

std::optional<IpOctets> parse_ip(const std::string& text) {
    IpOctets ip;
    if (inet_pton(AF_INET, text.c_str(), ip.octets.data()) == 1) return ip;
    ip.v6 = true;
    if (inet_pton(AF_INET6, text.c_str(), ip.octets.data()) == 1) return ip;
    return std::nullopt;
}

std::string ip_text(const IpOctets& ip) {
    char buffer[INET6_ADDRSTRLEN] = {};
    inet_ntop(ip.v6 ? AF_INET6 : AF_INET, ip.octets.data(), buffer, sizeof buffer);
    return buffer;
}

}  // namespace wims::net
