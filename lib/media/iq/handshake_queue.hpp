// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include <wims/common/metrics.hpp>

#include <wims/media/ip_endpoint.hpp>

namespace wims::media {

/// Keeps handshakes from holding up media: one costs about as much as 150 packets. A few datagrams of handshakes are
/// handled in each round of the loop, the others wait their turn, in the order they came.
class HandshakeQueue {
public:
    static constexpr std::size_t a_round = 4;
    static constexpr std::size_t places = 1024;  ///< what comes then is dropped: its sender tries again

    struct Waiting {
        std::vector<std::uint8_t> octets;
        IpEndpoint from;
    };

    explicit HandshakeQueue(Metrics& metrics) : metrics_(metrics) {}

    static bool concerns(std::span<const std::uint8_t> datagram) noexcept;
    /// True: it is to be handled now. Otherwise the queue has it, or it was dropped.
    bool admit(std::span<const std::uint8_t> datagram, const IpEndpoint& from);
    /// A round begins: what is handled in it first of all.
    std::vector<Waiting> next_round();
    /// Rounds have to be counted until this is true.
    bool idle() const noexcept { return handled_ == 0 && waiting_.empty(); }

private:
    Metrics& metrics_;
    std::deque<Waiting> waiting_;
    std::size_t handled_ = 0;  // in this round
};

}  // namespace wims::media
