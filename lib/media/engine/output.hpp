// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <wims/iq/gateway.hpp>

#include "media/ice/ip_endpoint.hpp"

namespace wims::media::engine {

enum class CorePort : std::uint8_t { rtp, rtcp };

/// Where one context's engine puts what it makes, inside the call that made it. The octets live until the method
/// returns; none of them may call back into the engine.
class Output {
public:
    virtual ~Output() = default;
    virtual void send_access(std::span<const std::uint8_t> datagram, const IpEndpoint& to) = 0;
    virtual void send_core(std::size_t stream, CorePort port, std::span<const std::uint8_t> datagram,
                           const IpEndpoint& to) = 0;
    virtual void event(iq::EventKind kind, std::string detail) = 0;
};

}  // namespace wims::media::engine
