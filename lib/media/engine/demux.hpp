// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "media/rtcp/compound.hpp"

namespace wims::media::engine {

enum class PacketKind : std::uint8_t { stun, dtls, rtp, rtcp, unknown };

/// What a datagram on W3 is, by its first octets. [RFC 7983 7, RFC 5761 4; AGW-06]
constexpr PacketKind classify(std::span<const std::uint8_t> datagram) noexcept {
    if (datagram.empty()) return PacketKind::unknown;
    const std::uint8_t first = datagram[0];
    if (first <= 3) return PacketKind::stun;
    if (first >= 20 && first <= 63) return PacketKind::dtls;
    if (first < 128 || first > 191 || datagram.size() < 2) return PacketKind::unknown;
    return rtcp::looks_like_rtcp(datagram[1]) ? PacketKind::rtcp : PacketKind::rtp;
}

}  // namespace wims::media::engine
