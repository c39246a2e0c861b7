// SPDX-License-Identifier: Apache-2.0
#include "bench/relay/call.hpp"

#include <algorithm>
#include <cstring>

namespace wims::bench {

namespace {

constexpr std::uint32_t ssrc = 0x5EED0001;
constexpr std::uint8_t pcma = 8;
using Slot = std::array<std::uint8_t, largest_packet + media::srtp::tail_octets>;

void write_header(std::uint8_t* out, std::uint8_t type, std::uint16_t sequence, std::uint32_t timestamp) {
    const auto octet = [](std::uint32_t value, int shift) { return static_cast<std::uint8_t>(value >> shift); };
    const std::array<std::uint8_t, rtp_header_octets> header{0x80,
                                                             type,
                                                             octet(sequence, 8),
                                                             octet(sequence, 0),
                                                             octet(timestamp, 24),
                                                             octet(timestamp, 16),
                                                             octet(timestamp, 8),
                                                             octet(timestamp, 0),
                                                             octet(ssrc, 24),
                                                             octet(ssrc, 16),
                                                             octet(ssrc, 8),
                                                             octet(ssrc, 0)};
    std::memcpy(out, header.data(), header.size());
}

/// With PCMA's number; its payload begins with its own sequence number.
std::size_t write_rtp(std::uint8_t* out, std::uint16_t sequence, std::size_t payload_octets) {
    write_header(out, pcma, sequence, sequence * 160U);
    std::memset(out + rtp_header_octets, 0xD5, payload_octets);
    std::memcpy(out + rtp_header_octets, out + 2, 2);
    return rtp_header_octets + payload_octets;
}

std::size_t write_rtp(std::uint8_t* out, std::uint16_t sequence, const Speech& speech) {
    const auto& payload = speech.payloads[sequence % speech.payloads.size()];
    write_header(out, speech.type, sequence, sequence * speech.ticks);
    std::memcpy(out + rtp_header_octets, payload.data(), payload.size());
    return rtp_header_octets + payload.size();
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

void Call::begin_trains() {
    for (auto* train : {&to_core, &to_access}) {
        train->clear();
        train->first = static_cast<std::uint16_t>(sequence + 1);
        train->next = 0;
        train->received = 0;
    }
}

void Call::add(Train& train, std::span<const std::uint8_t> rtp) {
    train.sent_.emplace_back();
    if (&train == &to_access) return train.add(rtp);
    Slot slot;
    std::copy(rtp.begin(), rtp.end(), slot.begin());
    media::Packet packet{slot.data(), rtp.size(), slot.size()};
    peer->session().protect_rtp(packet);
    train.add(packet.octets());
}

void Call::make_trains(std::size_t count, std::size_t payload_octets) {
    begin_trains();
    Slot slot;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t size = write_rtp(slot.data(), ++sequence, payload_octets);
        add(to_access, {slot.data(), size});
        add(to_core, {slot.data(), size});
    }
}

void Call::make_speech(std::size_t count, const Speech& client, const Speech& phone) {
    begin_trains();
    Slot slot;
    for (std::size_t i = 0; i < count; ++i) {
        ++sequence;
        add(to_access, {slot.data(), write_rtp(slot.data(), sequence, phone)});
        add(to_core, {slot.data(), write_rtp(slot.data(), sequence, client)});
    }
}

}  // namespace wims::bench
