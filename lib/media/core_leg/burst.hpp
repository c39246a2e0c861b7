// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <span>

#include "media/core_leg/udp_socket.hpp"

namespace wims::media::core_leg {

/// Datagrams that wait until they are known to be a run: from one socket to one peer, alike in size, as the packets of a
/// video frame are. A long run goes in one system call that the kernel cuts up, which spares most of what a datagram costs
/// there; short ones go one by one. What is added must stay where it is until flush(). [udp(7), UDP_SEGMENT]
class Burst {
public:
    static constexpr std::size_t longest = 32;

    /// Sends what waits first when this is not of its run. False when the kernel did not take all that was sent.
    bool add(UdpSocket& socket, std::span<const std::uint8_t> datagram, const IpEndpoint& to) noexcept;
    bool flush() noexcept;

private:
    bool send_as_one() noexcept;
    bool send_each() noexcept;

    UdpSocket* socket_ = nullptr;
    IpEndpoint to_;
    std::size_t count_ = 0;
    bool closed_ = false;  // a shorter one ends a run
    bool cut_up_ = true;   // the kernel knows how
    std::array<iovec, longest> parts_;
};

}  // namespace wims::media::core_leg
