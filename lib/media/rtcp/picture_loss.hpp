// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "media/rtcp/compound.hpp"

namespace wims::media::rtcp {

/// Picture loss indication: "send a key frame, I have lost the picture". [RFC 4585 6.3.1]
struct PictureLoss {
    std::uint32_t sender = 0;
    std::uint32_t media = 0;

    static std::optional<PictureLoss> parse(const Element& element);
    /// Octets written, 0 when there is no room.
    std::size_t write(std::span<std::uint8_t> out) const;
};

}  // namespace wims::media::rtcp
