// SPDX-License-Identifier: Apache-2.0
#include "transcode/amr/payload_format.hpp"

#include "transcode/amr/bits.hpp"

namespace wims::transcode::amr {
namespace {

/// A table-of-contents entry: F, FT, Q.
constexpr std::size_t entry_bits = 6;

void copy_bits(BitReader& from, std::span<std::uint8_t> to, std::size_t bits) {
    for (std::size_t i = 0; bits > 0; ++i) {
        const std::size_t n = std::min<std::size_t>(bits, 8);
        to[i] = static_cast<std::uint8_t>(from.take(n) << (8 - n));
        bits -= n;
    }
}

void copy_bits(std::span<const std::uint8_t> from, BitWriter& to, std::size_t bits) {
    for (std::size_t i = 0; bits > 0; ++i) {
        const std::size_t n = std::min<std::size_t>(bits, 8);
        to.put(static_cast<std::uint8_t>(from[i] >> (8 - n)), n);
        bits -= n;
    }
}

}  // namespace

std::optional<Payload> PayloadFormat::read(std::span<const std::uint8_t> octets) const {
    BitReader in(octets);
    Payload payload;
    if (in.left() < 4 + entry_bits) return std::nullopt;
    payload.mode_request = in.take(4);
    for (bool more = true; more; ++payload.count) {
        if (octet_aligned_) in.align();
        if (payload.count == most_frames || in.left() < entry_bits) return std::nullopt;
        more = in.take(1) != 0;
        Frame& frame = payload.frames[payload.count];
        frame.type = in.take(4);
        frame.good = in.take(1) != 0;
        if (frame_bits(variant_, frame.type) == reserved) return std::nullopt;
    }
    for (std::size_t i = 0; i < payload.count; ++i) {
        if (octet_aligned_) in.align();
        const auto bits = static_cast<std::size_t>(frame_bits(variant_, payload.frames[i].type));
        if (in.left() < bits) return std::nullopt;
        copy_bits(in, payload.frames[i].bits, bits);
    }
    return in.left() < 8 ? std::optional(payload) : std::nullopt;
}

std::size_t PayloadFormat::write(const Payload& payload, std::span<std::uint8_t> octets) const {
    BitWriter out(octets);
    out.put(payload.mode_request, 4);
    for (std::size_t i = 0; i < payload.count; ++i) {
        if (octet_aligned_) out.align();
        out.put(i + 1 < payload.count, 1);
        out.put(payload.frames[i].type, 4);
        out.put(payload.frames[i].good, 1);
    }
    for (std::size_t i = 0; i < payload.count; ++i) {
        if (octet_aligned_) out.align();
        copy_bits(payload.frames[i].bits, out, static_cast<std::size_t>(frame_bits(variant_, payload.frames[i].type)));
    }
    return out.overrun() ? 0 : out.octets();
}

}  // namespace wims::transcode::amr
