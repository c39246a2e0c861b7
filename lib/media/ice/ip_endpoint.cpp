// SPDX-License-Identifier: Apache-2.0
#include <wims/media/ip_endpoint.hpp>

#include <functional>
#include <string_view>

#include "common/net/ip_text.hpp"

namespace wims::media {

std::optional<IpEndpoint> IpEndpoint::from(const TransportAddress& address) {
    const auto ip = net::parse_ip(address.ip);
    if (!ip) return std::nullopt;
    return IpEndpoint{ip->octets, address.port, ip->v6, false};
}

TransportAddress IpEndpoint::text() const { return {net::ip_text({ip, v6}), port}; }

std::size_t IpEndpointHash::operator()(const IpEndpoint& endpoint) const noexcept {
    const std::string_view octets(reinterpret_cast<const char*>(endpoint.ip.data()), endpoint.ip_octets());
    return std::hash<std::string_view>{}(octets)*31 + endpoint.port * 2U + (endpoint.tcp ? 1 : 0);
}

}  // namespace wims::media
