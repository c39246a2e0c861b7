// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/header_extension.hpp"

#include <cstring>

#include "media/rtp/octets.hpp"

namespace wims::media::rtp {

namespace {

constexpr std::uint16_t one_byte_profile = 0xBEDE, two_byte_profile = 0x1000;
constexpr std::uint8_t last_one_byte_id = 14;

/// The elements one behind the other from `out` on; returns where they end. Never longer than what was there.
std::uint8_t* write_element(std::uint8_t* out, std::uint8_t id, std::span<const std::uint8_t> data, bool two_byte) {
    if (two_byte) {
        *out++ = id;
        *out++ = static_cast<std::uint8_t>(data.size());
    } else {
        *out++ = static_cast<std::uint8_t>(id << 4 | (data.size() - 1));
    }
    if (!data.empty()) std::memmove(out, data.data(), data.size());
    return out + data.size();
}

}  // namespace

ExtensionElements::ExtensionElements(const Packet& packet, const Header& header) {
    if (header.payload_at < header.csrc_end + 4) return;
    const std::uint16_t profile = get_u16(packet.data + header.csrc_end);
    two_byte_ = (profile & 0xFFF0) == two_byte_profile;
    if (two_byte_ || profile == one_byte_profile)
        left_ = packet.octets().subspan(header.csrc_end + 4, header.payload_at - header.csrc_end - 4);
}

std::optional<ExtensionElements::Element> ExtensionElements::next() {
    while (!left_.empty() && left_[0] == 0) left_ = left_.subspan(1);  // padding
    if (left_.empty()) return std::nullopt;
    const std::size_t head = two_byte_ ? 2 : 1;
    if (left_.size() < head) return std::nullopt;
    const std::uint8_t id = two_byte_ ? left_[0] : left_[0] >> 4;
    const std::size_t size = two_byte_ ? left_[1] : (left_[0] & 0x0Fu) + 1u;
    const bool ends = !two_byte_ && id > last_one_byte_id;  // 15: nothing behind it counts
    if (ends || left_.size() < head + size) {
        left_ = {};
        return std::nullopt;
    }
    const Element element{id, left_.subspan(head, size)};
    left_ = left_.subspan(head + size);
    return element;
}

std::optional<std::span<const std::uint8_t>> find_extension(const Packet& packet, const Header& header,
                                                            std::uint8_t id) {
    if (id == 0) return std::nullopt;
    ExtensionElements elements(packet, header);
    while (const auto element = elements.next())
        if (element->id == id) return element->data;
    return std::nullopt;
}

bool add_extension(Packet& packet, Header& header, std::uint8_t id, std::span<const std::uint8_t> data,
                   std::size_t tail) {
    const bool first = header.payload_at == header.csrc_end;
    const bool two_byte = !first && ExtensionElements(packet, header).two_byte();
    if (!first && !two_byte && get_u16(packet.data + header.csrc_end) != one_byte_profile) return false;
    if (id == 0 || data.empty() || data.size() > 16 || (!two_byte && id > last_one_byte_id)) return false;
    const std::size_t element = (two_byte ? 2 : 1) + data.size();
    const std::size_t longer = (first ? 4 : 0) + (element + 3) / 4 * 4;
    if (packet.size + longer + tail > packet.room) return false;

    std::uint8_t* const payload = packet.data + header.payload_at;
    std::memmove(payload + longer, payload, packet.size - header.payload_at);
    std::memset(payload, 0, longer);  // padding, too
    if (first) put_u16(payload, one_byte_profile);
    write_element(payload + (first ? 4 : 0), id, data, two_byte);
    packet.data[0] |= 0x10;
    packet.size += longer;
    header.payload_at += longer;
    put_u16(packet.data + header.csrc_end + 2,
            static_cast<std::uint16_t>((header.payload_at - header.csrc_end) / 4 - 1));
    return true;
}

void map_extensions(Packet& packet, Header& header, const ExtensionIds& ids) {
    if (header.payload_at == header.csrc_end) return;
    ExtensionElements elements(packet, header);
    std::uint8_t* const begin = packet.data + header.csrc_end + 4;
    std::uint8_t* end = begin;
    while (const auto element = elements.next()) {
        const std::uint8_t id = ids[element->id];
        if (id == 0 || (!elements.two_byte() && id > last_one_byte_id)) continue;
        end = write_element(end, id, element->data, elements.two_byte());
    }
    if (end == begin) return drop_extension(packet, header);
    while ((end - begin) % 4 != 0) *end++ = 0;
    put_u16(begin - 2, static_cast<std::uint16_t>((end - begin) / 4));
    const std::size_t size = static_cast<std::size_t>(end - packet.data);
    const std::size_t gone = header.payload_at - size;
    if (gone == 0) return;
    std::memmove(packet.data + gone, packet.data, size);
    packet.drop_front(gone);
    header.payload_at = size;
}

}  // namespace wims::media::rtp
