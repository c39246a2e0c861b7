// SPDX-License-Identifier: Apache-2.0
#include "transcode/g711.hpp"

#include <algorithm>
#include <bit>

namespace wims::transcode::g711 {
namespace {

constexpr std::uint8_t every_other_bit = 0x55;  // of A-law, on the line
constexpr int mu_bias = 33 << 2;
constexpr int mu_clip = 32635;

Sample expand_a(std::uint8_t octet) noexcept {
    octet ^= every_other_bit;
    const int segment = octet >> 4 & 7;
    int magnitude = (octet & 0x0F) << 4;
    magnitude = segment == 0 ? magnitude + 8 : (magnitude + 0x108) << (segment - 1);
    return static_cast<Sample>((octet & 0x80) != 0 ? magnitude : -magnitude);
}

std::uint8_t compress_a(Sample sample) noexcept {
    const bool positive = sample >= 0;
    const unsigned magnitude = static_cast<unsigned>(positive ? sample : -1 - sample);
    const int segment = static_cast<int>(std::bit_width(magnitude >> 8));
    const unsigned mantissa = magnitude >> (segment < 2 ? 4 : segment + 3) & 0x0F;
    const auto octet = static_cast<std::uint8_t>((positive ? 0x80 : 0) | segment << 4 | static_cast<int>(mantissa));
    return octet ^ every_other_bit;
}

Sample expand_mu(std::uint8_t octet) noexcept {
    octet = static_cast<std::uint8_t>(~octet);
    const int magnitude = ((((octet & 0x0F) << 3) + mu_bias) << (octet >> 4 & 7)) - mu_bias;
    return static_cast<Sample>((octet & 0x80) != 0 ? -magnitude : magnitude);
}

std::uint8_t compress_mu(Sample sample) noexcept {
    const bool negative = sample < 0;
    const int magnitude = std::min(negative ? -static_cast<int>(sample) : static_cast<int>(sample), mu_clip) + mu_bias;
    const auto segment = static_cast<int>(std::bit_width(static_cast<unsigned>(magnitude) >> 8));
    const int mantissa = magnitude >> (segment + 3) & 0x0F;
    return static_cast<std::uint8_t>(~((negative ? 0x80 : 0) | segment << 4 | mantissa));
}

}  // namespace

Sample expand(Law law, std::uint8_t octet) noexcept { return law == Law::a ? expand_a(octet) : expand_mu(octet); }

std::uint8_t compress(Law law, Sample sample) noexcept {
    return law == Law::a ? compress_a(sample) : compress_mu(sample);
}

}  // namespace wims::transcode::g711
