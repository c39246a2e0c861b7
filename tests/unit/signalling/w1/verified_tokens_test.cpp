// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "signalling/w1/verified_tokens.hpp"

using namespace wims;
using namespace std::chrono_literals;

namespace {
w1::Claims until(int seconds) {
    w1::Claims claims;
    claims.token.expires = WallTime(std::chrono::seconds(seconds));
    return claims;
}
}  // namespace

TEST_CASE("TOK-07: the memory is bounded, forgets what expires first, and drops at exp") {
    w1::VerifiedTokens memory(3);
    memory.remember("a", until(50));
    memory.remember("b", until(10));
    memory.remember("c", until(30));
    memory.remember("c", until(30));
    CHECK(memory.size() == 3);
    memory.remember("d", until(40));
    CHECK(memory.size() == 3);
    CHECK(memory.find("b") == nullptr);
    CHECK(memory.find("a") != nullptr);
    memory.drop_expired(WallTime(30s));
    CHECK(memory.find("c") == nullptr);
    CHECK(memory.find("d") != nullptr);
    CHECK(memory.size() == 2);

    w1::VerifiedTokens none(0);
    none.remember("a", until(50));
    CHECK(none.find("a") == nullptr);
}
