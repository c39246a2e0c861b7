// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/key_frame.hpp"

namespace wims::media::rtp {

namespace {

using Payload = std::span<const std::uint8_t>;

/// An IDR slice or the parameter sets before it. [RFC 6184 5.2]
bool h264_key(std::uint8_t nal) { return (nal & 0x1F) == 5 || (nal & 0x1F) == 7; }

bool h264(Payload p) {
    constexpr std::uint8_t stap_a = 24, fu_a = 28;
    const std::uint8_t type = p[0] & 0x1F;
    if (type == fu_a) return p.size() > 1 && (p[1] & 0x80) != 0 && h264_key(p[1]);
    if (type != stap_a) return h264_key(p[0]);
    for (std::size_t at = 1; at + 2 < p.size(); at += 2u + (p[at] << 8 | p[at + 1]))
        if (h264_key(p[at + 2])) return true;
    return false;
}

/// The first partition's first octet says it, behind the payload descriptor. [RFC 7741 4.2, 4.3]
bool vp8(Payload p) {
    const bool begins = (p[0] & 0x10) != 0 && (p[0] & 0x0F) == 0;
    std::size_t at = 1;
    if ((p[0] & 0x80) != 0) {
        if (p.size() < 2) return false;
        const std::uint8_t extended = p[at++];
        if ((extended & 0x80) != 0) {
            if (at >= p.size()) return false;
            at += (p[at] & 0x80) != 0 ? 2 : 1;
        }
        if ((extended & 0x40) != 0) ++at;
        if ((extended & 0x30) != 0) ++at;
    }
    return begins && at < p.size() && (p[at] & 0x01) == 0;
}

/// A frame's beginning that no other frame predicts. [RFC 9628 4.2]
bool vp9(Payload p) { return (p[0] & 0x40) == 0 && (p[0] & 0x08) != 0; }

/// N: the first packet of a coded video sequence. [AV1 RTP 4.4]
bool av1(Payload p) { return (p[0] & 0x08) != 0; }

}  // namespace

bool begins_key_frame(std::string_view encoding, Payload payload) noexcept {
    if (payload.empty()) return false;
    if (encoding == "H264") return h264(payload);
    if (encoding == "VP8") return vp8(payload);
    if (encoding == "VP9") return vp9(payload);
    return encoding == "AV1" && av1(payload);
}

}  // namespace wims::media::rtp
