// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "media/rtcp/compound.hpp"
#include "media/rtp/octets.hpp"

/// What all feedback messages have in common. [RFC 4585 6.1]
namespace wims::media::rtcp {

constexpr std::size_t feedback_head_octets = 12;

/// Writes header, sender and media source of a message of `size` octets, a multiple of four that `out` holds.
inline void write_feedback_head(std::span<std::uint8_t> out, Type type, std::uint8_t format, std::size_t size,
                                std::uint32_t sender, std::uint32_t media) noexcept {
    out[0] = static_cast<std::uint8_t>(0x80 | format);
    out[1] = static_cast<std::uint8_t>(type);
    put_u16(&out[2], static_cast<std::uint16_t>(size / 4 - 1));
    put_u32(&out[4], sender);
    put_u32(&out[8], media);
}

inline bool is_feedback(const Element& element, Type type, std::uint8_t format) noexcept {
    return element.type == type && element.count == format && element.body.size() >= 8;
}

}  // namespace wims::media::rtcp
