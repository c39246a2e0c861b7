// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/source_description.hpp"

#include <algorithm>

#include "media/rtp/octets.hpp"

namespace wims::media::rtcp {

namespace {
constexpr std::uint8_t cname_item = 1;
}

std::size_t write_cname(std::span<std::uint8_t> out, std::uint32_t ssrc, std::string_view cname) {
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

std::optional<std::string_view> find_cname(const Element& element, std::uint32_t ssrc) {
    if (element.type != Type::source_description) return std::nullopt;
    const auto body = element.body;
    std::size_t at = 0;
    for (unsigned chunk = 0; chunk < element.count && at + 4 <= body.size(); ++chunk) {
        const bool wanted = get_u32(&body[at]) == ssrc;
        at += 4;
        while (at + 2 <= body.size() && body[at] != 0) {
            const std::size_t length = body[at + 1];
            if (at + 2 + length > body.size()) return std::nullopt;
            if (wanted && body[at] == cname_item)
                return std::string_view(reinterpret_cast<const char*>(&body[at + 2]), length);
            at += 2 + length;
        }
        at = (at + 4) & ~std::size_t{3};  // one to four null octets
    }
    return std::nullopt;
}

}  // namespace wims::media::rtcp
