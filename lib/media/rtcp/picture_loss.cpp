// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/picture_loss.hpp"

#include "media/rtcp/feedback_header.hpp"

namespace wims::media::rtcp {

namespace {
constexpr std::uint8_t format = 1;
}

std::optional<PictureLoss> PictureLoss::parse(const Element& element) {
    if (!is_feedback(element, Type::payload_feedback, format)) return std::nullopt;
    return PictureLoss{get_u32(element.body.data()), get_u32(element.body.data() + 4)};
}

std::size_t PictureLoss::write(std::span<std::uint8_t> out) const {
    if (out.size() < feedback_head_octets) return 0;
    write_feedback_head(out, Type::payload_feedback, format, feedback_head_octets, sender, media);
    return feedback_head_octets;
}

}  // namespace wims::media::rtcp
