// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <vector>

#include "transcode/amr/payload_format.hpp"

namespace wims::transcode::amr {
namespace {

using Octets = std::vector<std::uint8_t>;

Frame frame(std::uint8_t type, std::uint8_t fill, Variant variant) {
    Frame one;
    one.type = type;
    const auto bits = static_cast<std::size_t>(frame_bits(variant, type));
    for (std::size_t i = 0; i < one.octets(variant); ++i) one.bits[i] = fill;
    if (bits % 8 != 0) one.bits[bits / 8] = static_cast<std::uint8_t>(fill & 0xFF << (8 - bits % 8));
    return one;
}

}  // namespace

TEST_CASE("RFC 4867 4.3.5.1: a single frame, bandwidth-efficient") {
    // CMR 6, FT 4 (7.4 kbit/s: 148 bits), Q 1: 4 + 6 + 148 bits are 20 octets, two bits of padding.
    Payload payload;
    payload.mode_request = 6;
    payload.frames[payload.count++] = frame(4, 0xFF, Variant::narrow);
    Octets out(100);
    const PayloadFormat format(Variant::narrow, false);
    REQUIRE(format.write(payload, out) == 20);
    CHECK(out[0] == 0x62);  // 0110 0 010|0
    CHECK(out[1] == 0x7F);  // 0 1 111111
    CHECK(out[19] == 0xFC);
    out.resize(20);
    const auto read = format.read(out);
    REQUIRE(read);
    CHECK(read->mode_request == 6);
    CHECK(read->count == 1);
    CHECK(read->frames[0].bits == payload.frames[0].bits);
}

TEST_CASE("RFC 4867 4.4.5.1: octet-aligned") {
    Payload payload;
    payload.frames[payload.count++] = frame(7, 0xA5, Variant::narrow);
    Octets out(100);
    REQUIRE(PayloadFormat(Variant::narrow, true).write(payload, out) == 33);
    CHECK(out[0] == 0xF0);
    CHECK(out[1] == 0x3C);
    CHECK(out[2] == 0xA5);
}

TEST_CASE("Every mode, one to six frames, both formats: what is written is read") {
    for (const auto variant : {Variant::narrow, Variant::wide})
        for (const bool aligned : {false, true})
            for (std::uint8_t type = 0; type < 16; ++type)
                for (std::size_t count = 1; count <= most_frames; ++count) {
                    if (frame_bits(variant, type) == reserved) continue;
                    const PayloadFormat format(variant, aligned);
                    Payload payload;
                    for (std::size_t i = 0; i < count; ++i)
                        payload.frames[payload.count++] = frame(type, static_cast<std::uint8_t>(0x9D + i), variant);
                    Octets out(500);
                    out.resize(format.write(payload, out));
                    REQUIRE_FALSE(out.empty());
                    const auto read = format.read(out);
                    REQUIRE(read);
                    CHECK(read->count == count);
                    for (std::size_t i = 0; i < count; ++i) {
                        CHECK(read->frames[i].type == type);
                        CHECK(read->frames[i].bits == payload.frames[i].bits);
                    }
                    // One octet short or long is none.
                    CHECK_FALSE(format.read(std::span(out).first(out.size() - 1)));
                    out.push_back(0);
                    CHECK_FALSE(format.read(out));
                }
}

TEST_CASE("What nobody may send is not read: reserved types, contents without end, nothing") {
    const PayloadFormat narrow(Variant::narrow, true);
    CHECK_FALSE(narrow.read({}));
    CHECK_FALSE(narrow.read(Octets{0xF0}));
    for (std::uint8_t type = 9; type < 15; ++type)
        CHECK_FALSE(narrow.read(Octets{0xF0, static_cast<std::uint8_t>(type << 3 | 4), 0, 0, 0, 0, 0, 0}));
    CHECK_FALSE(narrow.read(Octets(60, 0xFC)));
    CHECK_FALSE(PayloadFormat(Variant::wide, false).read(Octets(60, 0xFF)));
}

}  // namespace wims::transcode::amr
