// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "mini_ims/rtp/octets.hpp"

namespace wims::mini_ims {

/// One RTP packet; contributing sources, extension and padding are read over. [RFC 3550 5.1]
struct RtpPacket {
    std::uint8_t payload_type = 0;
    bool marker = false;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    View payload;

    /// Empty for what is no RTP version 2 or is cut short. The payload points into `datagram`.
    static std::optional<RtpPacket> parse(View datagram);
    Octets encode() const;
};

}  // namespace wims::mini_ims
