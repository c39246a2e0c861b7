// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "ng_gateway/ng/reply_cache.hpp"

using namespace wims;
using namespace std::chrono_literals;
using State = ng::ReplyCache::State;

TEST_CASE("ng: a cookie that comes again gets the same reply, until its time is over") {
    ng::ReplyCache cache(30s, 100);
    const TimePoint start{};
    CHECK(cache.ask("a", start).state == State::unheard);
    CHECK(cache.ask("a", start + 1s).state == State::pending);
    cache.answer("a", "a de");
    const auto again = cache.ask("a", start + 29s);
    CHECK(again.state == State::answered);
    CHECK(again.reply == "a de");
    CHECK(cache.ask("a", start + 30s).state == State::unheard);
    CHECK(cache.size() == 1);
}

TEST_CASE("ng: no more replies are kept than the cache may hold") {
    ng::ReplyCache cache(30s, 10);
    for (int i = 0; i < 1000; ++i) cache.ask(std::to_string(i), TimePoint{});
    CHECK(cache.size() <= 11);
    CHECK(cache.ask("999", TimePoint{}).state == State::pending);
}
