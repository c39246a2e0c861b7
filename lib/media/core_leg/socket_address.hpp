// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <wims/media/ip_endpoint.hpp>

namespace wims::media::core_leg {

/// The kernel's form of an IpEndpoint, and back.
socklen_t to_kernel(const IpEndpoint& endpoint, sockaddr_storage& out) noexcept;
IpEndpoint from_kernel(const sockaddr_storage& in) noexcept;

}  // namespace wims::media::core_leg
