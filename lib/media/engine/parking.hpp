// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <wims/common/clock.hpp>

#include "media/engine/demux.hpp"

namespace wims::media::engine {

/// Datagrams from a bound address that came before the layer that reads them: four at most, three seconds at most.
class Parking {
public:
    static constexpr std::size_t places = 4;
    static constexpr Duration patience = std::chrono::seconds(3);

    struct Parked {
        PacketKind kind;
        TimePoint since;
        std::vector<std::uint8_t> octets;
    };

    /// False when all places are taken.
    bool park(PacketKind kind, std::span<const std::uint8_t> datagram, TimePoint now);
    /// What waited for this and is not too old, in order of arrival. Rtp gives rtcp as well.
    std::vector<Parked> take(PacketKind kind, TimePoint now);
    std::size_t size() const noexcept { return parked_.size(); }

private:
    std::vector<Parked> parked_;
};

}  // namespace wims::media::engine
