// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include <wims/common/clock.hpp>
#include <wims/media/ip_endpoint.hpp>
#include <wims/media/packet.hpp>

namespace wims::media::core_leg {

/// Slots that datagrams are read into, a batch for each system call, and relayed from: every socket of a worker shares
/// them, because a packet is done with before the next batch is read.
class DatagramReader {
public:
    static constexpr std::size_t batch = 32;
    static constexpr std::size_t slot_octets = 2048;
    static constexpr std::size_t tail_octets = 64;  ///< of a slot, never read into

    DatagramReader();

    struct Received {
        Packet packet;
        IpEndpoint from;
    };
    /// What the socket has, at most a batch; datagrams larger than a slot are left out. Good until the next read.
    std::span<Received> read(int fd) { return read_some(fd, batch); }

    /// The same of a socket that has one datagram at a time, unless it was read within the last millisecond: to be asked
    /// for more than there is costs it as much as another system call.
    std::span<Received> read(int fd, TimePoint& last, TimePoint now);

    /// Octets of one of its slots, which stay until the next read.
    bool holds(std::span<const std::uint8_t> octets) const noexcept {
        const auto* begin = reinterpret_cast<const std::uint8_t*>(slots_.get());
        return octets.data() >= begin && octets.data() < begin + sizeof *slots_;
    }

private:
    std::span<Received> read_some(int fd, std::size_t most);

    struct alignas(64) Slot {
        std::array<std::uint8_t, slot_octets> octets;
        sockaddr_storage from;
        iovec vector;
    };
    std::unique_ptr<std::array<Slot, batch>> slots_;
    std::array<mmsghdr, batch> headers_{};
    std::array<Received, batch> received_{};
};

}  // namespace wims::media::core_leg
