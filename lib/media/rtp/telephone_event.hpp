// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "media/rtp/octets.hpp"

namespace wims::media::rtp {

/// One report of a named event: four octets. [RFC 4733 2.3]
struct TelephoneEvent {
    static constexpr std::size_t octets = 4;

    std::uint8_t event = 0;
    bool end = false;
    std::uint8_t volume = 0;     ///< 0...63, dB under 0 dBm0, and the reserved bit before it
    std::uint16_t duration = 0;  ///< timestamp units since the RTP timestamp

    /// `p` has four octets.
    static TelephoneEvent read(const std::uint8_t* p) noexcept {
        return {p[0], (p[1] & 0x80) != 0, static_cast<std::uint8_t>(p[1] & 0x7F), get_u16(p + 2)};
    }
    void write(std::uint8_t* p) const noexcept {
        p[0] = event;
        p[1] = static_cast<std::uint8_t>((end ? 0x80 : 0) | volume);
        put_u16(p + 2, duration);
    }
};

}  // namespace wims::media::rtp
