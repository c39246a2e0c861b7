// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "transcode/encoder.hpp"

/// G.722 at 64 kbit/s by libavcodec: 16 kHz, half an octet a sample. [RFC 3551 4.5.2]
namespace wims::transcode {

std::unique_ptr<Decoder> make_g722_decoder();
std::unique_ptr<Encoder> make_g722_encoder(std::uint32_t ptime);

}  // namespace wims::transcode
