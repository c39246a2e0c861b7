// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/generic_nack.hpp"

#include "media/rtcp/feedback_header.hpp"

namespace wims::media::rtcp {

namespace {
constexpr std::uint8_t format = 1;
}

std::optional<GenericNack> GenericNack::parse(const Element& element) {
    if (!is_feedback(element, Type::transport_feedback, format)) return std::nullopt;
    GenericNack nack;
    nack.media_ = get_u32(element.body.data() + 4);
    nack.items_ = element.body.subspan(8);
    return nack;
}

std::size_t write_nack(std::span<std::uint8_t> out, std::uint32_t sender, std::uint32_t media,
                       std::span<const std::uint16_t> sequences) {
    std::size_t size = feedback_head_octets;
    for (std::size_t i = 0; i < sequences.size() && size + 4 <= out.size(); size += 4) {
        const std::uint16_t first = sequences[i++];
        std::uint16_t following = 0;
        for (; i < sequences.size(); ++i) {
            const auto after = static_cast<std::uint16_t>(sequences[i] - first);
            if (after == 0 || after > 16) break;
            following = static_cast<std::uint16_t>(following | 1u << (after - 1));
        }
        put_u16(&out[size], first);
        put_u16(&out[size + 2], following);
    }
    if (size == feedback_head_octets) return 0;
    write_feedback_head(out, Type::transport_feedback, format, size, sender, media);
    return size;
}

}  // namespace wims::media::rtcp
