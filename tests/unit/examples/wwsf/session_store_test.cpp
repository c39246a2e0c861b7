// SPDX-License-Identifier: Apache-2.0
#include "wwsf/session_store.hpp"

#include <doctest/doctest.h>

using namespace wims;
using namespace wims::wwsf;
using std::chrono::seconds;

namespace {
const TimePoint start{std::chrono::hours(1)};
}

TEST_CASE("WWS-02: a session is known by its cookie until it ends") {
    SessionStore sessions(seconds(60), 10);
    const std::string bob = sessions.open("bob", start), alice = sessions.open("alice", start);
    CHECK(bob.size() == 64);
    CHECK(bob != alice);
    CHECK(sessions.user_of(bob, start + seconds(59)) == "bob");
    CHECK(sessions.user_of(alice, start) == "alice");
    CHECK(sessions.user_of(bob, start + seconds(60)) == "");
    CHECK(sessions.user_of("", start) == "");
    CHECK(sessions.user_of(bob.substr(1), start) == "");
    sessions.close(alice);
    CHECK(sessions.user_of(alice, start) == "");
    CHECK(sessions.user_of(bob, start) == "bob");
}

TEST_CASE("WWS-02: at the limit the oldest session makes room, spent ones first") {
    SessionStore sessions(seconds(60), 2);
    const std::string first = sessions.open("a", start), second = sessions.open("b", start + seconds(1));
    const std::string third = sessions.open("c", start + seconds(2));
    CHECK(sessions.size() == 2);
    CHECK(sessions.user_of(first, start + seconds(2)) == "");
    CHECK(sessions.user_of(second, start + seconds(2)) == "b");
    CHECK(sessions.user_of(third, start + seconds(2)) == "c");
    const std::string fourth = sessions.open("d", start + seconds(100));
    CHECK(sessions.size() == 1);
    CHECK(sessions.user_of(fourth, start + seconds(100)) == "d");
}
