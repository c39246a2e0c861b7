// SPDX-License-Identifier: Apache-2.0
#include "wwsf/blocks.hpp"

#include <doctest/doctest.h>

using namespace wims;
using namespace wims::wwsf;

namespace {
const ServedBlock operators{
    "sip:w1-!.*!@webrtc.operator.example", "wss://a.example:8444/w2", Allocation::ep_cscf, {"enterprise.com"}};
const ServedBlock club{"sip:club-!.*!@webrtc.club.example", "wss://b.example", Allocation::third_party, {}};

std::string why(std::vector<ServedBlock> blocks) {
    const auto made = Blocks::create(std::move(blocks));
    return made ? "" : made.error().text;
}
}  // namespace

TEST_CASE("WWS-05: a block listed with two eP-CSCFs is refused") {
    ServedBlock elsewhere = operators;
    elsewhere.wss = "wss://other.example";
    CHECK(why({operators, elsewhere}).find("one eP-CSCF serves a block") != std::string::npos);
    CHECK(why({operators, club}) == "");
}

TEST_CASE("WWS-06: blocks that overlap are refused") {
    CHECK(why({club, {"sip:club-a!.*!@webrtc.club.example", "wss://b.example", Allocation::third_party, {}}})
              .find("overlaps") != std::string::npos);
}

TEST_CASE("WWS-05: each identity leads to the eP-CSCF of its block") {
    const auto blocks = Blocks::create({operators, club});
    REQUIRE(blocks);
    CHECK(blocks->of("sip:Bob@enterprise.com")->wss == operators.wss);
    CHECK(blocks->of("sip:club-0123456789@webrtc.club.example")->wss == club.wss);
    CHECK(blocks->of("sip:Bob@sub.enterprise.com") == nullptr);
    CHECK(blocks->of("sip:w1-1@webrtc.operator.example") == nullptr);
    CHECK(blocks->of("sip:carol@webrtc.club.example") == nullptr);
    CHECK(blocks->sockets() == std::vector<std::string>{"wss://a.example:8444", "wss://b.example"});
}

TEST_CASE("WWS-06: an individual identity lies in the block whose identities this party allocates") {
    const auto blocks = Blocks::create({operators, club});
    REQUIRE(blocks);
    CHECK(*blocks->individual("4711") == "sip:club-4711@webrtc.club.example");
    CHECK_FALSE(Blocks::create({operators})->individual("4711"));
    const auto letters =
        Blocks::create({{"sip:club-![a-z]*!@webrtc.club.example", "wss://b.example", Allocation::third_party, {}}});
    REQUIRE(letters);
    CHECK(letters->individual("4711").error().text.find("takes no number") != std::string::npos);
}

TEST_CASE("WWS-05: a block that nobody could use is refused and says why") {
    CHECK(why({}).find("no block") != std::string::npos);
    CHECK(why({{"sip:w1@a.example", "wss://a", Allocation::third_party, {}}}) != "");
    CHECK(why({{operators.wimpu, "https://a", Allocation::ep_cscf, {"a.example"}}}).find("wss://") !=
          std::string::npos);
    CHECK(why({{operators.wimpu, "wss://a", Allocation::ep_cscf, {}}}).find("for whom") != std::string::npos);
    CHECK(why({{club.wimpu, "wss://a", Allocation::third_party, {"club.example"}}}).find("own domain") !=
          std::string::npos);
    CHECK(why({operators, {"sip:w2-!.*!@two.example", "wss://a", Allocation::ep_cscf, {"enterprise.com"}}})
              .find("two blocks") != std::string::npos);
}
