// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/packet_history.hpp"

#include <cstring>

namespace wims::media::rtp {

void PacketHistory::add(std::uint16_t sequence, std::span<const std::uint8_t> packet, TimePoint now) {
    if (packet.empty() || packet.size() > octets) return;
    if (!slots_) slots_ = std::make_unique<Slot[]>(packets);
    Slot& slot = slots_[sequence % packets];
    slot.sequence = sequence;
    slot.size = static_cast<std::uint16_t>(packet.size());
    slot.sent = now - again;
    std::memcpy(slot.octets, packet.data(), packet.size());
}

std::span<const std::uint8_t> PacketHistory::repeat(std::uint16_t sequence, TimePoint now) {
    if (!slots_) return {};
    Slot& slot = slots_[sequence % packets];
    if (slot.size == 0 || slot.sequence != sequence || now - slot.sent < again) return {};
    slot.sent = now;
    return {slot.octets, slot.size};
}

}  // namespace wims::media::rtp
