// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <string>

#include "bench/relay/peer.hpp"
#include "bench/relay/speech.hpp"
#include "media/core_leg/udp_socket.hpp"

namespace wims::bench {

using Clock = std::chrono::steady_clock;

inline constexpr std::size_t rtp_header_octets = 12;
inline constexpr std::size_t largest_packet = 1400;

/// The packets of one direction of a call, made before the measurement: sending costs the generator only the send.
class Train {
public:
    void clear() { octets_.clear(), ends_.clear(), sent_.clear(); }
    void add(std::span<const std::uint8_t> packet);
    std::size_t size() const noexcept { return ends_.size(); }
    std::span<const std::uint8_t> operator[](std::size_t i) const noexcept;

    std::uint16_t first = 0;  ///< sequence number of the first packet
    std::size_t next = 0;     ///< to be sent
    std::uint64_t received = 0;
    std::int32_t offset = -1;  ///< out sequence number minus in; -1: not known yet
    std::vector<Clock::time_point> sent_;

private:
    std::vector<std::uint8_t> octets_;
    std::vector<std::size_t> ends_;
};

/// One call through the daemon: a WebRTC client on a socket of its own, and what its phone sends where.
struct Call {
    std::string id;
    media::core_leg::UdpSocket socket;
    std::unique_ptr<Peer> peer;
    media::IpEndpoint phone_remote;  ///< the daemon's port towards the phone
    Clock::time_point began, established;

    Train to_core;               ///< SRTP, from the client
    Train to_access;             ///< RTP, from the phone
    std::uint16_t sequence = 0;  ///< of the last packet made, both directions alike

    /// `count` more packets of both trains.
    void make_trains(std::size_t count, std::size_t payload_octets);
    /// The same, of what the two say.
    void make_speech(std::size_t count, const Speech& client, const Speech& phone);

private:
    void begin_trains();
    void add(Train& train, std::span<const std::uint8_t> rtp);
};

}  // namespace wims::bench
