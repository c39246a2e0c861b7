// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "media/rtcp/compound.hpp"

namespace wims::media::rtcp {

/// Full intra request: "send a key frame". Repeated with one command number it is one command. [RFC 5104 4.3.1]
struct FullIntraRequest {
    std::uint32_t sender = 0;
    std::uint32_t media = 0;
    std::uint8_t command = 0;

    /// Whether the element asks `media` for a key frame.
    static bool asks(const Element& element, std::uint32_t media);
    /// With one entry. Octets written, 0 when there is no room.
    std::size_t write(std::span<std::uint8_t> out) const;
};

}  // namespace wims::media::rtcp
