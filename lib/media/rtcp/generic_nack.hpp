// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "media/rtcp/compound.hpp"

namespace wims::media::rtcp {

/// Generic NACK: packets of one source that did not come. [RFC 4585 6.2.1]
class GenericNack {
public:
    static std::optional<GenericNack> parse(const Element& element);

    std::uint32_t media() const noexcept { return media_; }
    /// Calls `each(sequence)` for every packet asked for, as many as the message says.
    template <typename Each>
    void for_each(Each&& each) const {
        for (std::size_t i = 0; i + 4 <= items_.size(); i += 4) {
            const auto first = static_cast<std::uint16_t>(items_[i] << 8 | items_[i + 1]);
            const unsigned following = static_cast<unsigned>(items_[i + 2] << 8 | items_[i + 3]);
            each(first);
            for (unsigned bit = 0; bit < 16; ++bit)
                if ((following >> bit & 1u) != 0) each(static_cast<std::uint16_t>(first + bit + 1));
        }
    }

private:
    std::uint32_t media_ = 0;
    std::span<const std::uint8_t> items_;
};

/// `sequences` in ascending order. Octets written; what has no room is left out, 0 when nothing has.
std::size_t write_nack(std::span<std::uint8_t> out, std::uint32_t sender, std::uint32_t media,
                       std::span<const std::uint16_t> sequences);

}  // namespace wims::media::rtcp
