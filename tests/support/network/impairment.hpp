// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "support/network/impairments.hpp"

namespace wims::test {

/// Decides the fate of each datagram. No clock, no socket: the same seed and the same packets give the same fates.
class Impairment {
public:
    Impairment(const Impairments& impairments, std::uint64_t seed) : impairments_(impairments), random_(seed) {}

    /// When a datagram of this size that is sent now arrives: never, once, or twice. `now` never goes back.
    std::vector<TimePoint> arrivals(std::size_t octets, TimePoint now);

    struct Fates {
        std::uint64_t sent = 0, lost = 0, overflowed = 0, duplicated = 0, held_back = 0;
    };
    const Fates& fates() const noexcept { return fates_; }

private:
    bool happens(double share);
    bool loses();
    TimePoint arrival(TimePoint left);

    Impairments impairments_;
    std::mt19937_64 random_;
    Fates fates_;
    bool in_burst_ = false;
    TimePoint link_free_{};
    TimePoint last_arrival_{};
};

}  // namespace wims::test
