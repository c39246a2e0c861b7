// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/compound.hpp"

#include "media/rtp/octets.hpp"

namespace wims::media::rtcp {

namespace {

std::size_t packet_octets(std::span<const std::uint8_t> at) { return 4 * (std::size_t{get_u16(at.data() + 2)} + 1); }

}  // namespace

std::optional<Compound> Compound::parse(std::span<const std::uint8_t> octets) {
    if (octets.empty()) return std::nullopt;
    for (auto left = octets; !left.empty();) {
        if (left.size() < 4 || left[0] >> 6 != 2 || !looks_like_rtcp(left[1])) return std::nullopt;
        const std::size_t size = packet_octets(left);
        if (size > left.size()) return std::nullopt;
        if ((left[0] & 0x20) != 0) {
            const std::uint8_t padding = left[size - 1];
            if (size != left.size() || padding == 0 || padding % 4 != 0 || padding > size - 4) return std::nullopt;
        }
        left = left.subspan(size);
    }
    return Compound(octets);
}

std::optional<Element> Compound::next() {
    if (left_.empty()) return std::nullopt;
    const std::size_t size = packet_octets(left_);
    const std::size_t padding = (left_[0] & 0x20) != 0 ? left_[size - 1] : 0;
    const Element element{static_cast<Type>(left_[1]), static_cast<std::uint8_t>(left_[0] & 0x1F),
                          left_.subspan(4, size - 4 - padding)};
    left_ = left_.subspan(size);
    return element;
}

}  // namespace wims::media::rtcp
