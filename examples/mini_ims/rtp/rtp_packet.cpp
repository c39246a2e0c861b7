// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/rtp/rtp_packet.hpp"

namespace wims::mini_ims {

namespace {
constexpr std::size_t fixed = 12;
}

std::optional<RtpPacket> RtpPacket::parse(View datagram) {
    if (datagram.size() < fixed || datagram[0] >> 6 != 2) return std::nullopt;
    std::size_t begin = fixed + 4u * (datagram[0] & 0x0f);
    if ((datagram[0] & 0x10) != 0) {
        if (datagram.size() < begin + 4) return std::nullopt;
        begin += 4u + 4u * read16(datagram, begin + 2);
    }
    std::size_t end = datagram.size();
    if ((datagram[0] & 0x20) != 0) {
        const std::size_t padding = datagram.back();
        if (padding == 0 || padding > end) return std::nullopt;
        end -= padding;
    }
    if (begin > end) return std::nullopt;
    RtpPacket packet;
    packet.marker = (datagram[1] & 0x80) != 0;
    packet.payload_type = datagram[1] & 0x7f;
    packet.sequence = read16(datagram, 2);
    packet.timestamp = read32(datagram, 4);
    packet.ssrc = read32(datagram, 8);
    packet.payload = datagram.subspan(begin, end - begin);
    return packet;
}

Octets RtpPacket::encode() const {
    Octets out;
    out.reserve(fixed + payload.size());
    out.push_back(0x80);
    out.push_back(static_cast<std::uint8_t>((marker ? 0x80 : 0) | payload_type));
    put16(out, sequence);
    put32(out, timestamp);
    put32(out, ssrc);
    out.insert(out.end(), payload.begin(), payload.end());
    return out;
}

}  // namespace wims::mini_ims
