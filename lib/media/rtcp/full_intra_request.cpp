// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/full_intra_request.hpp"

#include "media/rtcp/feedback_header.hpp"

namespace wims::media::rtcp {

namespace {
constexpr std::uint8_t format = 4;
constexpr std::size_t entry_octets = 8;
}  // namespace

bool FullIntraRequest::asks(const Element& element, std::uint32_t media) {
    if (!is_feedback(element, Type::payload_feedback, format)) return false;
    for (auto left = element.body.subspan(8); left.size() >= entry_octets; left = left.subspan(entry_octets))
        if (get_u32(left.data()) == media) return true;
    return false;
}

std::size_t FullIntraRequest::write(std::span<std::uint8_t> out) const {
    constexpr std::size_t size = feedback_head_octets + entry_octets;
    if (out.size() < size) return 0;
    write_feedback_head(out, Type::payload_feedback, format, size, sender,
                        0);  // media is in the entry [RFC 5104 4.3.1.2]
    put_u32(&out[12], media);
    put_u32(&out[16], static_cast<std::uint32_t>(command) << 24);
    return size;
}

}  // namespace wims::media::rtcp
