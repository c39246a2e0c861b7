// SPDX-License-Identifier: Apache-2.0
#include "media/ice/ip_endpoint.hpp"

#include <arpa/inet.h>

#include <functional>
#include <string_view>

namespace wims::media {

std::optional<IpEndpoint> IpEndpoint::from(const TransportAddress& address) {
    IpEndpoint endpoint;
    endpoint.port = address.port;
    if (inet_pton(AF_INET, address.ip.c_str(), endpoint.ip.data()) == 1) return endpoint;
    endpoint.v6 = true;
    if (inet_pton(AF_INET6, address.ip.c_str(), endpoint.ip.data()) == 1) return endpoint;
    return std::nullopt;
}

TransportAddress IpEndpoint::text() const {
    char buffer[INET6_ADDRSTRLEN] = {};
    inet_ntop(v6 ? AF_INET6 : AF_INET, ip.data(), buffer, sizeof buffer);
    return {buffer, port};
}

std::size_t IpEndpointHash::operator()(const IpEndpoint& endpoint) const noexcept {
    const std::string_view octets(reinterpret_cast<const char*>(endpoint.ip.data()), endpoint.ip_octets());
    return std::hash<std::string_view>{}(octets) * 31 + endpoint.port;
}

}  // namespace wims::media
