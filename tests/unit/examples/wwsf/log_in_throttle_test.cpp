// SPDX-License-Identifier: Apache-2.0
#include "wwsf/log_in_throttle.hpp"

#include <doctest/doctest.h>

using namespace wims;
using namespace wims::wwsf;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
const TimePoint start{std::chrono::hours(1)};
}

TEST_CASE("WWS-02: five wrong passwords are free, then each costs a longer wait") {
    LogInThrottle throttle;
    TimePoint now = start;
    for (int i = 0; i < 5; ++i) CHECK(throttle.begin("bob", now) == Duration::zero());
    CHECK(throttle.begin("bob", now) == seconds(30));
    CHECK(throttle.begin("alice", now) == Duration::zero());
    CHECK(throttle.begin("bob", now + seconds(29)) == seconds(1));
    now += seconds(30);
    CHECK(throttle.begin("bob", now) == Duration::zero());
    CHECK(throttle.begin("bob", now) == seconds(60));
    for (int i = 0; i < 10; ++i) {
        now += throttle.begin("bob", now);
        CHECK(throttle.begin("bob", now) == Duration::zero());
    }
    CHECK(throttle.begin("bob", now) == minutes(15));
}

TEST_CASE("WWS-02: a right password and a quarter of an hour without a wrong one forgive") {
    LogInThrottle throttle;
    for (int i = 0; i < 4; ++i) CHECK(throttle.begin("bob", start) == Duration::zero());
    throttle.succeeded("bob");
    for (int i = 0; i < 5; ++i) CHECK(throttle.begin("bob", start) == Duration::zero());
    CHECK(throttle.begin("bob", start) > Duration::zero());
    CHECK(throttle.begin("bob", start + minutes(16)) == Duration::zero());
    CHECK(throttle.begin("bob", start + minutes(16)) == Duration::zero());
}

TEST_CASE("WWS-02: an attempt that was never judged costs nothing") {
    LogInThrottle throttle;
    for (int i = 0; i < 20; ++i) {
        CHECK(throttle.begin("bob", start) == Duration::zero());
        throttle.withdrawn("bob");
    }
}

TEST_CASE("WWS-02: a flood of names cannot grow the table, and the newest stay") {
    LogInThrottle throttle(3);
    for (int i = 0; i < 5; ++i) CHECK(throttle.begin("bob", start + seconds(100)) == Duration::zero());
    for (int i = 0; i < 100; ++i) CHECK(throttle.begin("name" + std::to_string(i), start) == Duration::zero());
    CHECK(throttle.begin("bob", start + seconds(100)) == seconds(30));
}
