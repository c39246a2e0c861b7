// SPDX-License-Identifier: Apache-2.0
#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE("WR-11: a permanent mapping outlasts every quarantine, and a new start") {
    auto config = registrar_config();
    config.permanent = true;
    JournalRig rig(config);
    Asker asker(rig);
    REQUIRE(asker.claim(block_2).ok());
    Browser browsers[] = {Browser("b1"), Browser("b2"), Browser("b3")};
    const auto impu = asker.put("sip:u1@small.example", browsers[0].next(), block_2)->registration.impu;
    REQUIRE(asker.remove_all("sip:u1@small.example").ok());
    REQUIRE(asker.put("sip:u2@small.example", browsers[1].next(), block_2).ok());
    rig.advance(std::chrono::hours(24 * 400));
    rig.stop();
    rig.start();
    fails(asker.put("sip:u3@small.example", browsers[2].next(), block_2), ErrorKind::limit, 503);
    CHECK(asker.status("sip:u1@small.example")->impu == impu);
    CHECK(asker.put("sip:u1@small.example", browsers[0].next(), block_2)->registration.impu == impu);
}
