// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <random>
#include <set>

#include "media/srtp/source.hpp"

using namespace wims::media::srtp;

TEST_CASE("AGW-15: the index a sequence number stands for [RFC 3711 3.3.1]") {
    Source source;
    CHECK(source.guess(0) == 0);
    CHECK(source.guess(65535) == 65535);
    source.rtp.add(65530);
    CHECK(source.guess(65535) == 65535);
    CHECK(source.guess(32763) == 32763);
    CHECK(source.guess(32761) == 0x10000 + 32761);
    CHECK(source.guess(2) == 0x10002);
    source.rtp.add(0x10002);
    CHECK(source.guess(65535) == 65535);
    CHECK(source.guess(32770) == 0x10000 + 32770);
    CHECK(source.guess(32771) == 32771);
    source.rtp.add(0xFFFF'FFFF'FFF0);
    CHECK(source.guess(5) == 0x1'0000'0000'0005);
}

TEST_CASE("AGW-15: the window says of any order what a list of all indices would say") {
    std::mt19937 random(33);
    ReplayWindow<128> window;
    std::set<std::uint64_t> seen;
    std::uint64_t highest = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t step = random() % 64 == 0 ? random() % 400 : random() % 3;
        const std::uint64_t ahead = highest + step, back = random() % 200;
        const std::uint64_t index = random() % 2 == 0 || back > ahead ? ahead : ahead - back;
        const bool stale = !seen.empty() && (index + 128 <= highest || seen.contains(index));
        REQUIRE(window.stale(index) == stale);
        if (stale) continue;
        window.add(index);
        seen.insert(index);
        highest = std::max(highest, index);
        REQUIRE(window.highest() == highest);
    }
}
