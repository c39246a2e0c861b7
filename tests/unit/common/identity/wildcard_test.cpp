// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <chrono>

#include "common/identity/wildcard.hpp"

using wims::identity::Wildcard;

TEST_CASE("R3-11: the expression between the outermost pair of '!' matches all of the middle") {
    struct Case {
        const char *wildcard, *identity;
        bool matches;
    };
    constexpr Case table[] = {
        {"sip:w1-!.*!@webrtc.operator.example", "sip:w1-000123@webrtc.operator.example", true},
        {"sip:w1-!.*!@webrtc.operator.example", "sip:w1-!1@webrtc.operator.example", true},
        {"sip:w1-!.*!@webrtc.operator.example", "sip:w1-@webrtc.operator.example", true},
        {"sip:w1-!.*!@webrtc.operator.example", "sip:w2-1@webrtc.operator.example", false},
        {"sip:w1-!.*!@webrtc.operator.example", "sip:W1-1@webrtc.operator.example", false},
        {"sip:w1-!.*!@WEBRTC.operator.example", "sip:w1-1@webrtc.operator.example", true},
        {"sip:w1-!.*!@webrtc.operator.example", "sip:w1-1@evil.example", false},
        {"sip:w1-![0-9]{6}!@o.example", "sip:w1-000123@o.example", true},
        {"sip:w1-![0-9]{6}!@o.example", "sip:w1-0001234@o.example", false},
        {"sip:w1-!a|b!@o.example", "sip:w1-ab@o.example", false},
        {"sip:w1-!a|b!@o.example", "sip:w1-b@o.example", true},
        {"sip:!(a!b)+!@o.example", "sip:a!ba!b@o.example", true},
        {"sip:!.+!-x@o.example", "sip:1-x@o.example", true},
        {"sip:!.+!-x@o.example", "sip:-x@o.example", false},
    };
    for (const auto& c : table) {
        CAPTURE(c.wildcard);
        CAPTURE(c.identity);
        const auto wildcard = Wildcard::parse(c.wildcard);
        REQUIRE(wildcard.ok());
        CHECK(wildcard->matches(c.identity) == c.matches);
    }
}

TEST_CASE("R3-11: what is no affordable wildcarded identity is refused when it is loaded") {
    for (const char* text :
         {"", "sip:w1@o.example", "sip:w1-!@o.example", "sip:w1-!!@o.example", "sip:w1-!.*!", "sip:w1-!(!@o.example",
          "sip:w1-!a)(b!@o.example", "sip:w1-!.*!@", "tel:!.*!", "sip:a@!.*!.example", "sip:w1-!(a)\\1!@o.example",
          "sip:!a{1000}!@o.example", "sip:!((a{9}){9}){9}!@o.example", "sip:w 1-!.*!@o.example"}) {
        CAPTURE(text);
        const auto wildcard = Wildcard::parse(text);
        CHECK_FALSE(wildcard.ok());
        if (!wildcard) CHECK(wildcard.error().kind == wims::ErrorKind::usage);
    }
    CHECK_FALSE(Wildcard::parse("sip:!" + std::string(129, 'a') + "!@o.example").ok());
}

TEST_CASE("R3-11: a hostile identity costs little") {
    const auto wildcard = Wildcard::parse("sip:!((a*)*b?)*c{1,64}!@o.example");
    REQUIRE(wildcard.ok());
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(wildcard->matches("sip:" + std::string(490, 'a') + "@o.example"));
    CHECK_FALSE(wildcard->matches("sip:" + std::string(100000, 'a') + "@o.example"));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
}

TEST_CASE("R3-07 WWS-06: blocks that might share an identity are said to overlap") {
    struct Case {
        const char *a, *b;
        bool overlap;
    };
    constexpr Case table[] = {
        {"sip:w1-!.*!@o.example", "sip:w1-!.*!@o.example", true},
        {"sip:w1-!.*!@o.example", "sip:w2-!.*!@o.example", false},
        {"sip:w1-!.*!@o.example", "sip:w1!.*!@o.example", true},
        {"sip:w1-!.*!@o.example", "sip:w1-2!.*!@o.example", true},
        {"sip:w1-!.*!@o.example", "sip:w1-!.*!@p.example", false},
        {"sip:w1-!.*!@o.example", "sip:w1-!.*!@x.o.example", false},
        {"sip:w1-!.*!-a@o.example", "sip:w1-!.*!-b@o.example", false},
    };
    for (const auto& c : table) {
        CAPTURE(c.a);
        CAPTURE(c.b);
        const auto a = Wildcard::parse(c.a), b = Wildcard::parse(c.b);
        CHECK(a->may_overlap(*b) == c.overlap);
        CHECK(b->may_overlap(*a) == c.overlap);
    }
    const auto wide = Wildcard::parse("sip:w1-!.*!@o.example"), narrow = Wildcard::parse("sip:w1-!.*!-a@o.example");
    CHECK(wide->matches("sip:w1-5-a@o.example"));
    CHECK(narrow->matches("sip:w1-5-a@o.example"));
    CHECK(wide->may_overlap(*narrow));
}
