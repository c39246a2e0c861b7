// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/sip_subprotocol.hpp"

#include <doctest/doctest.h>

using namespace wims;

TEST_CASE("W2-02 W2-10 E05: what is a message, what keeps alive and what is neither") {
    w2::SipSubprotocol sip;
    for (const bool binary : {false, true}) {
        const auto request = sip.to_sip("REGISTER sip:a SIP/2.0\r\n\r\n", binary);
        REQUIRE(request);
        CHECK(*request == "REGISTER sip:a SIP/2.0\r\n\r\n");
    }
    CHECK(sip.to_sip("SIP/2.0 200 OK\r\n\r\n", false));
    CHECK(sip.to_sip("\r\n\r\nOPTIONS sip:a SIP/2.0\r\n\r\n", false));
    for (const char* alive : {"", "\r\n", "\r\n\r\n"}) {
        const auto nothing = sip.to_sip(alive, false);
        REQUIRE(nothing);
        CHECK(nothing->empty());
    }
    for (const char* other : {"hello", "{\"a\":1}", "GET / HTTP/1.1\r\n\r\n", "x\r\nREGISTER sip:a SIP/2.0\r\n"})
        CHECK_MESSAGE(!sip.to_sip(other, false), other);
    CHECK(w2::keep_alive_answer("\r\n\r\n") == "\r\n");
    CHECK(w2::keep_alive_answer("\r\n").empty());
    CHECK(w2::keep_alive_answer("").empty());
}

TEST_CASE("W2-02: a message that is not UTF-8 goes out as binary") {
    w2::SipSubprotocol sip;
    CHECK_FALSE(sip.from_sip("SIP/2.0 200 \xc3\xa4\r\n\r\n")->binary);
    CHECK(sip.from_sip("SIP/2.0 200 \xe4\r\n\r\n")->binary);
}
