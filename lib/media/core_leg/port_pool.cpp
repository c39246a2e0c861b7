// SPDX-License-Identifier: Apache-2.0
#include "media/core_leg/port_pool.hpp"

namespace wims::media::core_leg {

PortPool::PortPool(std::uint16_t min, std::uint16_t max) {
    for (unsigned port = (min + 1U) & ~1U; port + 1 <= max; port += 2)
        free_.push_back(static_cast<std::uint16_t>(port));
}

std::optional<std::uint16_t> PortPool::take() {
    if (free_.empty()) return std::nullopt;
    const std::uint16_t even = free_.front();
    free_.pop_front();
    return even;
}

}  // namespace wims::media::core_leg
