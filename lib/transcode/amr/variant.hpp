// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// AMR and AMR-WB: what differs between them. [TS 26.101, TS 26.201]
namespace wims::transcode::amr {

enum class Variant : std::uint8_t { narrow, wide };

constexpr std::uint8_t no_request = 15;
constexpr std::uint8_t no_data = 15;
constexpr std::uint8_t speech_lost = 14;  // AMR-WB only
constexpr std::size_t frame_ms = 20;
constexpr std::size_t longest_frame = 60;  // octets of speech bits
constexpr std::size_t most_frames = 6;     // 120 ms

constexpr std::uint8_t highest_mode(Variant variant) noexcept { return variant == Variant::narrow ? 7 : 8; }
constexpr std::uint8_t silence_type(Variant variant) noexcept { return variant == Variant::narrow ? 8 : 9; }
constexpr std::uint32_t sample_rate(Variant variant) noexcept { return variant == Variant::narrow ? 8000 : 16000; }

constexpr int reserved = -1;

/// Bits of a frame of this type; `reserved` for a type that nobody may send.
constexpr int frame_bits(Variant variant, std::uint8_t type) noexcept {
    constexpr std::array<int, 16> narrow = {95, 103, 118, 134, 148, 159, 204, 244, 39, -1, -1, -1, -1, -1, -1, 0};
    constexpr std::array<int, 16> wide = {132, 177, 253, 285, 317, 365, 397, 461, 477, 40, -1, -1, -1, -1, 0, 0};
    return (variant == Variant::narrow ? narrow : wide)[type & 0x0F];
}

}  // namespace wims::transcode::amr
