// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/source_description.hpp"

#include <algorithm>

#include "media/rtcp/compound.hpp"
#include "media/rtp/octets.hpp"

namespace wims::media::rtcp {

std::size_t write_cname(std::span<std::uint8_t> out, std::uint32_t ssrc, std::string_view cname) {
    constexpr std::uint8_t cname_item = 1;
    cname = cname.substr(0, 255);
    // Header, SSRC, item head, text, then one to four null octets end the chunk on a boundary.
    const std::size_t size = (10 + cname.size() + 4) & ~std::size_t{3};
    if (out.size() < size) return 0;
    std::fill_n(out.begin(), size, std::uint8_t{0});
    out[0] = 0x81;
    out[1] = static_cast<std::uint8_t>(Type::source_description);
    put_u16(out.data() + 2, static_cast<std::uint16_t>(size / 4 - 1));
    put_u32(out.data() + 4, ssrc);
    out[8] = cname_item;
    out[9] = static_cast<std::uint8_t>(cname.size());
    std::copy(cname.begin(), cname.end(), out.begin() + 10);
    return size;
}

}  // namespace wims::media::rtcp
