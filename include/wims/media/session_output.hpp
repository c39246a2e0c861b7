// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <wims/iq/gateway.hpp>
#include <wims/media/ip_endpoint.hpp>

namespace wims::media {

/// Which of a stream's two ports in the core realm.
enum class CorePort : std::uint8_t { rtp, rtcp };

/// Where one session's engine puts what it makes, inside the call that made it. The octets live until the method
/// returns; none of them may call back into the engine. `stream` counts the streams of the reserve request from 0.
class SessionOutput {
public:
    virtual ~SessionOutput() = default;
    virtual void send_access(std::span<const std::uint8_t> datagram, const IpEndpoint& to) = 0;
    virtual void send_core(std::size_t stream, CorePort port, std::span<const std::uint8_t> datagram,
                           const IpEndpoint& to) = 0;
    virtual void event(iq::EventKind kind, std::string detail) = 0;
};

}  // namespace wims::media
