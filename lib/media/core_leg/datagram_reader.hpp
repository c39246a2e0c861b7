// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>

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
    std::span<Received> read(int fd);

private:
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
