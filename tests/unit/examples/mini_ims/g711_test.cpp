// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/audio/g711.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <initializer_list>

using namespace wims::mini_ims;

TEST_CASE("AUD-08: G.711 reference points") {
    CHECK(encode(G711::pcmu, 0) == 0xff);
    CHECK(decode(G711::pcmu, 0xff) == 0);
    CHECK(decode(G711::pcmu, 0x80) == 32124);
    CHECK(decode(G711::pcmu, 0x00) == -32124);
    CHECK(encode(G711::pcmu, 32767) == 0x80);
    CHECK(encode(G711::pcmu, -32768) == 0x00);
    CHECK(encode(G711::pcma, 0) == 0xd5);
    CHECK(decode(G711::pcma, 0xd5) == 8);
    CHECK(decode(G711::pcma, 0xaa) == 32256);
    CHECK(decode(G711::pcma, 0x2a) == -32256);
    CHECK(encode(G711::pcma, 32767) == 0xaa);
    CHECK(encode(G711::pcma, -32768) == 0x2a);
}

TEST_CASE("AUD-08: every code survives decoding and encoding") {
    for (int code = 0; code < 256; ++code) {
        const auto octet = static_cast<std::uint8_t>(code);
        CAPTURE(code);
        CHECK(encode(G711::pcma, decode(G711::pcma, octet)) == octet);
        const int expected = code == 0x7f ? 0xff : code;  // minus zero is zero
        CHECK(encode(G711::pcmu, decode(G711::pcmu, octet)) == expected);
    }
}

TEST_CASE("AUD-08: the error stays below half a step of the chord") {
    for (const auto law : {G711::pcmu, G711::pcma})
        for (int sample = -32000; sample <= 32000; sample += 7) {
            const int back = decode(law, encode(law, static_cast<std::int16_t>(sample)));
            CAPTURE(sample);
            CHECK(std::abs(back - sample) <= 8 + std::abs(sample) / 31);
        }
}
