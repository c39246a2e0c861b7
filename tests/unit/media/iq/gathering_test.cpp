// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "media/iq/gathering.hpp"

using namespace wims;
using namespace std::chrono_literals;
using media::Gathering;

namespace {

/// The rest after a second of `rate` packets/s.
Duration rest_at(int rate) {
    Gathering gathering;
    TimePoint now{};
    Duration rest{};
    for (int i = 0; i < rate; ++i) rest = gathering.after(1, now += Duration(1s) / rate);
    return rest;
}

}  // namespace

TEST_CASE("a worker with few packets rests for none of them") {
    CHECK(rest_at(100) == 0us);
    CHECK(rest_at(5000) == 0us);
}

TEST_CASE("the more packets come the shorter a worker rests, and never longer than a packet may wait") {
    CHECK(rest_at(10000) == Gathering::longest);
    CHECK(rest_at(50000) == 320us);
    CHECK(rest_at(200000) == 80us);
}

TEST_CASE("after a silence nobody waits for the first packets") {
    Gathering gathering;
    TimePoint now{};
    for (int i = 0; i < 50000; ++i) gathering.after(1, now += 20us);
    CHECK(gathering.after(1, now + 1s) == 0us);
}
