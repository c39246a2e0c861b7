// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/goodbye.hpp"

#include "media/rtp/octets.hpp"

namespace wims::media::rtcp {

bool Goodbye::of(const Element& element, std::uint32_t ssrc) noexcept {
    if (element.type != Type::bye || element.body.size() < 4 * std::size_t{element.count}) return false;
    for (std::size_t i = 0; i < element.count; ++i)
        if (get_u32(&element.body[4 * i]) == ssrc) return true;
    return false;
}

std::size_t Goodbye::write(std::span<std::uint8_t> out, std::uint32_t ssrc) noexcept {
    constexpr std::size_t size = 8;
    if (out.size() < size) return 0;
    out[0] = 0x81;
    out[1] = static_cast<std::uint8_t>(Type::bye);
    put_u16(&out[2], size / 4 - 1);
    put_u32(&out[4], ssrc);
    return size;
}

}  // namespace wims::media::rtcp
