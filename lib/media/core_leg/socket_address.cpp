// SPDX-License-Identifier: Apache-2.0
#include "media/core_leg/socket_address.hpp"

#include <arpa/inet.h>

#include <cstring>

namespace wims::media::core_leg {

socklen_t to_kernel(const IpEndpoint& endpoint, sockaddr_storage& out) noexcept {
    if (endpoint.v6) {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(endpoint.port);
        std::memcpy(&v6.sin6_addr, endpoint.ip.data(), 16);
        std::memcpy(&out, &v6, sizeof v6);
        return sizeof v6;
    }
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(endpoint.port);
    std::memcpy(&v4.sin_addr, endpoint.ip.data(), 4);
    std::memcpy(&out, &v4, sizeof v4);
    return sizeof v4;
}

IpEndpoint from_kernel(const sockaddr_storage& in) noexcept {
    IpEndpoint endpoint;
    if (in.ss_family == AF_INET6) {
        sockaddr_in6 v6;
        std::memcpy(&v6, &in, sizeof v6);
        endpoint.v6 = true;
        endpoint.port = ntohs(v6.sin6_port);
        std::memcpy(endpoint.ip.data(), &v6.sin6_addr, 16);
        return endpoint;
    }
    sockaddr_in v4;
    std::memcpy(&v4, &in, sizeof v4);
    endpoint.port = ntohs(v4.sin_port);
    std::memcpy(endpoint.ip.data(), &v4.sin_addr, 4);
    return endpoint;
}

}  // namespace wims::media::core_leg
