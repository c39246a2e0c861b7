// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include <wims/common/clock.hpp>

namespace wims::test {

/// What a bad network does to datagrams in one direction. Shares are of 1; nothing set: it is a wire.
struct Impairments {
    /// Losses that come together. [Gilbert 1960, Elliott 1963]
    struct Bursts {
        double begin = 0;  ///< share of packets that begin a burst
        double end = 1;    ///< share of packets that end it: 1 / mean length
        double loss = 1;   ///< within a burst
    };

    double loss = 0;  ///< each packet by itself
    std::optional<Bursts> bursts;
    double duplication = 0;
    double reordering = 0;  ///< held back by `reorder_by`, so that later ones overtake
    Duration reorder_by = std::chrono::milliseconds(30);
    Duration delay{};
    Duration jitter{};                                ///< up to this more, evenly spread; by itself it keeps the order
    std::uint64_t octets_per_second = 0;              ///< of the slowest link; 0: no limit
    Duration queue = std::chrono::milliseconds(200);  ///< what would wait longer for that link is lost
};

}  // namespace wims::test
