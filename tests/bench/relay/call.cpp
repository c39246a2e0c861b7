// SPDX-License-Identifier: Apache-2.0
#include "bench/relay/call.hpp"

#include <cstring>

namespace wims::bench {

namespace {

/// An RTP packet with PCMA's number; its payload begins with its own sequence number.
std::size_t write_rtp(std::uint8_t* out, std::uint16_t sequence, std::uint32_t ssrc, std::size_t payload_octets) {
    const std::uint32_t timestamp = sequence * 160U;
    const std::array<std::uint8_t, rtp_header_octets> header{0x80,
                                                             8,
                                                             static_cast<std::uint8_t>(sequence >> 8),
                                                             static_cast<std::uint8_t>(sequence),
                                                             static_cast<std::uint8_t>(timestamp >> 24),
                                                             static_cast<std::uint8_t>(timestamp >> 16),
                                                             static_cast<std::uint8_t>(timestamp >> 8),
                                                             static_cast<std::uint8_t>(timestamp),
                                                             static_cast<std::uint8_t>(ssrc >> 24),
                                                             static_cast<std::uint8_t>(ssrc >> 16),
                                                             static_cast<std::uint8_t>(ssrc >> 8),
                                                             static_cast<std::uint8_t>(ssrc)};
    std::memcpy(out, header.data(), header.size());
    std::memset(out + rtp_header_octets, 0xD5, payload_octets);
    out[rtp_header_octets] = header[2];
    out[rtp_header_octets + 1] = header[3];
    return rtp_header_octets + payload_octets;
}

}  // namespace

void Train::add(std::span<const std::uint8_t> packet) {
    octets_.insert(octets_.end(), packet.begin(), packet.end());
    ends_.push_back(octets_.size());
}

std::span<const std::uint8_t> Train::operator[](std::size_t i) const noexcept {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {octets_.data() + begin, ends_[i] - begin};
}

void Call::make_trains(std::size_t count, std::size_t payload_octets) {
    std::array<std::uint8_t, largest_packet + media::srtp::tail_octets> slot;
    for (auto* train : {&to_core, &to_access}) {
        train->clear();
        train->first = static_cast<std::uint16_t>(sequence + 1);
        train->next = 0;
        train->received = 0;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto size = write_rtp(slot.data(), ++sequence, 0x5EED0001, payload_octets);
        to_access.add({slot.data(), size});
        media::Packet packet{slot.data(), size, slot.size()};
        peer->session().protect_rtp(packet);
        to_core.add(packet.octets());
    }
    to_core.sent_.resize(count);
    to_access.sent_.resize(count);
}

}  // namespace wims::bench
