// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include <wims/common/result.hpp>

#include <wims/media/ip_endpoint.hpp>

namespace wims::media::core_leg {

/// A bound, non-blocking UDP socket. Used on one thread.
class UdpSocket {
public:
    UdpSocket() = default;
    UdpSocket(UdpSocket&& other) noexcept;
    UdpSocket& operator=(UdpSocket&& other) noexcept;
    ~UdpSocket();

    /// io when the address cannot be bound. `buffer_octets` is asked of the kernel, not insisted on.
    static Result<UdpSocket> bind(const IpEndpoint& local, int buffer_octets = 0);

    /// DiffServ code point of what is sent from now on, 0...63. False when the kernel does not take it.
    bool mark(std::uint8_t dscp) noexcept;
    int fd() const noexcept { return fd_; }
    /// As bound.
    const IpEndpoint& local() const noexcept { return local_; }
    /// False when the kernel did not take it; a datagram may be lost, nothing waits.
    bool send(std::span<const std::uint8_t> datagram, const IpEndpoint& to) noexcept;

private:
    int fd_ = -1;
    IpEndpoint local_;
};

}  // namespace wims::media::core_leg
