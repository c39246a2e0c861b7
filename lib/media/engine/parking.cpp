// SPDX-License-Identifier: Apache-2.0
#include "media/engine/parking.hpp"

#include <iterator>
#include <utility>

namespace wims::media::engine {

bool Parking::park(PacketKind kind, std::span<const std::uint8_t> datagram, TimePoint now) {
    std::erase_if(parked_, [now](const Parked& p) { return now - p.since > patience; });
    if (parked_.size() >= places) return false;
    parked_.push_back({kind, now, {datagram.begin(), datagram.end()}});
    return true;
}

std::vector<Parking::Parked> Parking::take(PacketKind kind, TimePoint now) {
    std::vector<Parked> taken, left;
    for (auto& parked : std::exchange(parked_, {})) {
        if (now - parked.since > patience) continue;
        const bool wanted = (parked.kind == PacketKind::dtls) == (kind == PacketKind::dtls);
        (wanted ? taken : left).push_back(std::move(parked));
    }
    parked_ = std::move(left);
    return taken;
}

}  // namespace wims::media::engine
