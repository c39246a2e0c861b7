// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/header.hpp"

#include <cstring>

#include "media/rtp/octets.hpp"

namespace wims::media::rtp {

std::optional<Header> Header::parse(const Packet& packet) {
    const std::uint8_t* p = packet.data;
    if (packet.size < 12 || p[0] >> 6 != 2) return std::nullopt;
    Header header;
    header.marker = (p[1] & 0x80) != 0;
    header.payload_type = p[1] & 0x7F;
    header.sequence = get_u16(p + 2);
    header.timestamp = get_u32(p + 4);
    header.ssrc = get_u32(p + 8);
    header.csrc_end = 12 + 4 * static_cast<std::size_t>(p[0] & 0x0F);
    if (header.csrc_end > packet.size) return std::nullopt;
    header.payload_at = header.csrc_end;
    if ((p[0] & 0x10) != 0) {
        if (packet.size - header.csrc_end < 4) return std::nullopt;
        header.payload_at += 4 + 4 * static_cast<std::size_t>(get_u16(p + header.csrc_end + 2));
        if (header.payload_at > packet.size) return std::nullopt;
    }
    header.payload_octets = packet.size - header.payload_at;
    if ((p[0] & 0x20) != 0) {
        header.padding = header.payload_octets == 0 ? 0 : p[packet.size - 1];
        if (header.padding == 0 || header.padding > header.payload_octets) return std::nullopt;
    }
    return header;
}

void Header::write(Packet& packet) const {
    std::uint8_t* p = packet.data;
    p[1] = static_cast<std::uint8_t>((marker ? 0x80 : 0) | payload_type);
    put_u16(p + 2, sequence);
    put_u32(p + 4, timestamp);
    put_u32(p + 8, ssrc);
}

void drop_extension(Packet& packet, Header& header) {
    const std::size_t gone = header.payload_at - header.csrc_end;
    packet.data[0] &= 0xEF;
    if (gone == 0) return;
    std::memmove(packet.data + gone, packet.data, header.csrc_end);
    packet.drop_front(gone);
    header.payload_at = header.csrc_end;
}

}  // namespace wims::media::rtp
