// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace wims::media::core_leg {

/// Even/odd port pairs of the core realm. A pair that comes back waits behind all others, so late packets of an ended
/// call do not meet a new one.
class PortPool {
public:
    /// Both ends inclusive; a pair needs both its ports in the range.
    PortPool(std::uint16_t min, std::uint16_t max);

    /// The even port of a pair; nothing when there is none.
    std::optional<std::uint16_t> take();
    void give_back(std::uint16_t even) { free_.push_back(even); }
    /// Single ports, two for each pair.
    std::size_t free_ports() const noexcept { return 2 * free_.size(); }
    std::size_t free_pairs() const noexcept { return free_.size(); }

private:
    std::deque<std::uint16_t> free_;
};

}  // namespace wims::media::core_leg
