// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "common/jose/base64url.hpp"
#include "common/jose/compact_jws.hpp"

using namespace wims::jose;

TEST_CASE("E12: base64url is strict both ways") {
    for (const std::string& octets : {std::string(), std::string("f"), std::string("fo"), std::string("foo"),
                                      std::string("\xFF\xFE\x00\x7F", 4), std::string(1000, '\xAB')}) {
        const auto text = base64url(octets);
        CHECK(text.find_first_of("+/=") == std::string::npos);
        CHECK(base64url_decode(text) == octets);
    }
    CHECK(base64url("foob") == "Zm9vYg");
    for (const char* text : {"Zm9vYg==", "Zm9vYh", "Z", "Zm9v YQ", "Zm9v+w", "Zm9v/w", "Zm\n9"}) {
        CAPTURE(text);
        CHECK_FALSE(base64url_decode(text));
    }
}

TEST_CASE("E12: a compact JWS has three strict parts and objects without a repeated name") {
    const auto jws = [](const char* header, const char* payload) {
        return base64url(header) + "." + base64url(payload) + ".c2ln";
    };
    const auto good = jws(R"({"alg":"ES256"})", R"({"iss":"a","x":{"iss":"b"}})");
    REQUIRE(CompactJws::parse(good));
    CHECK(CompactJws::parse(good)->signature == "sig");
    CHECK(CompactJws::parse(good)->signed_octets == good.substr(0, good.size() - 5));
    CHECK_FALSE(CompactJws::parse(good + ".x"));
    CHECK_FALSE(CompactJws::parse(good.substr(0, good.rfind('.'))));
    CHECK_FALSE(CompactJws::parse(""));
    CHECK_FALSE(CompactJws::parse(".."));
    CHECK_FALSE(CompactJws::parse(jws(R"({"alg":"none","alg":"ES256"})", "{}")));
    CHECK_FALSE(CompactJws::parse(jws("{}", R"({"a":{"b":1,"b":2}})")));
    CHECK_FALSE(CompactJws::parse(jws("[]", "{}")));
    CHECK_FALSE(CompactJws::parse(jws("{}", "7")));
    CHECK_FALSE(CompactJws::parse(jws("{", "{}")));
    CHECK_FALSE(CompactJws::parse(jws("{}", (R"({"a":")" + std::string(9000, 'x') + "\"}").c_str())));
}
