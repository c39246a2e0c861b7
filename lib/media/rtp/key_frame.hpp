// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace wims::media::rtp {

/// Whether this RTP payload begins a key frame of "H264", "VP8", "VP9" or "AV1". False for what it does not know.
bool begins_key_frame(std::string_view encoding, std::span<const std::uint8_t> payload) noexcept;

}  // namespace wims::media::rtp
