// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/receiver_bitrate.hpp"

#include <cstring>

#include "media/rtcp/feedback_header.hpp"

namespace wims::media::rtcp {

std::size_t write_receiver_bitrate(std::span<std::uint8_t> out, std::uint32_t sender, std::uint32_t media,
                                   std::uint64_t bits_a_second) {
    constexpr std::uint8_t application_layer = 15;
    constexpr std::size_t size = feedback_head_octets + 12;
    constexpr std::uint64_t largest_mantissa = (1u << 18) - 1;
    if (out.size() < size) return 0;
    std::uint32_t exponent = 0;
    for (; bits_a_second > largest_mantissa; bits_a_second >>= 1) ++exponent;
    write_feedback_head(out, Type::payload_feedback, application_layer, size, sender, 0);
    std::memcpy(&out[12], "REMB", 4);
    put_u32(&out[16], 1u << 24 | exponent << 18 | static_cast<std::uint32_t>(bits_a_second));
    put_u32(&out[20], media);
    return size;
}

}  // namespace wims::media::rtcp
