// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include <wims/common/clock.hpp>

namespace wims::media {

/// How long a worker rests so that packets gather: below saturation waking up for each costs more than relaying it. The more
/// come, the shorter; of the few nobody waits. Sans-IO.
class Gathering {
public:
    static constexpr Duration longest = std::chrono::microseconds(400);  ///< what it may add to a packet's way
    static constexpr int wanted = 16;                                    ///< packets at a time
    static constexpr int worth = 3;                                      ///< fewer within `longest`: no rest

    /// After `packets` were relayed at `now`: the rest before the next are waited for.
    Duration after(std::size_t packets, TimePoint now) noexcept;

private:
    TimePoint since_{};
    std::size_t packets_ = 0;
    Duration rest_{};
};

}  // namespace wims::media
