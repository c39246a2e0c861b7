// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/audio/g711.hpp"

#include <algorithm>
#include <bit>

namespace wims::mini_ims {

namespace {
constexpr int mu_bias = 132;

/// The chord of a magnitude whose lowest chord ends at 255.
int chord_of(unsigned magnitude) { return std::max(0, static_cast<int>(std::bit_width(magnitude)) - 8); }

std::uint8_t encode_mu(int sample) {
    const int sign = sample < 0 ? 0x80 : 0;
    const int magnitude = std::min(sample < 0 ? -sample : sample, 32635) + mu_bias;
    const int chord = chord_of(static_cast<unsigned>(magnitude));
    return static_cast<std::uint8_t>(~(sign | chord << 4 | (magnitude >> (chord + 3) & 0x0f)));
}

int decode_mu(std::uint8_t code) {
    const int plain = ~code & 0xff;
    const int magnitude = (((plain & 0x0f) << 3) + mu_bias) << (plain >> 4 & 7);
    return (plain & 0x80) != 0 ? mu_bias - magnitude : magnitude - mu_bias;
}

std::uint8_t encode_a(int sample) {
    const int sign = sample < 0 ? 0 : 0x80;
    const int magnitude = sample < 0 ? -sample - 1 : sample;
    const int chord = chord_of(static_cast<unsigned>(magnitude));
    const int step = magnitude >> (chord == 0 ? 4 : chord + 3) & 0x0f;
    return static_cast<std::uint8_t>((sign | chord << 4 | step) ^ 0x55);
}

int decode_a(std::uint8_t code) {
    const int plain = code ^ 0x55;
    const int chord = plain >> 4 & 7;
    int magnitude = (plain & 0x0f) << 4 | 8;
    if (chord > 0) magnitude = (magnitude + 256) << (chord - 1);
    return (plain & 0x80) != 0 ? magnitude : -magnitude;
}
}  // namespace

std::uint8_t encode(G711 law, std::int16_t sample) noexcept {
    return law == G711::pcmu ? encode_mu(sample) : encode_a(sample);
}

std::int16_t decode(G711 law, std::uint8_t code) noexcept {
    return static_cast<std::int16_t>(law == G711::pcmu ? decode_mu(code) : decode_a(code));
}

}  // namespace wims::mini_ims
