// SPDX-License-Identifier: Apache-2.0
#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE_TEMPLATE("W6-01 WR-09: a block is claimed, and its epoch grows when the owner changes", Rig, W6_RIGS) {
    Rig rig;
    Asker a(rig), b(rig);
    const auto first = a.claim(block_1, "p-cscf-1");
    REQUIRE(first.ok());
    CHECK(first->wimpu == block_1);
    CHECK(first->epoch > 0);
    CHECK(a.claim(block_1, "p-cscf-1")->epoch == first->epoch);
    CHECK(b.claim(block_1, "p-cscf-2")->epoch > first->epoch);
    const auto back = a.claim(block_1, "p-cscf-1");
    CHECK(back->epoch > b.epoch);
    fails(a.claim("sip:w9-!.*!@webrtc.operator.example"), ErrorKind::not_found, 404);
    fails(a.claim(block_1, ""), ErrorKind::protocol, 400);
}

TEST_CASE("W6-01: what is no block cannot be claimed") {  // over HTTP/2 nobody has the right to
    InProcessRig rig;
    Asker asker(rig);
    fails(asker.claim("nonsense"), ErrorKind::not_found, 404);
}

TEST_CASE_TEMPLATE("W6-04: a write with an old epoch is refused and changes nothing", Rig, W6_RIGS) {
    Rig rig;
    Asker old_owner(rig), new_owner(rig);
    Browser browser("b1"), other("b2");
    fails(old_owner.put(bob, browser.next()), ErrorKind::auth, 409);  // nobody has claimed it yet
    REQUIRE(old_owner.claim().ok());
    REQUIRE(old_owner.put(bob, browser.next()).ok());
    REQUIRE(new_owner.claim(block_1, "p-cscf-2").ok());

    fails(old_owner.put(bob, other.next()), ErrorKind::auth, 409);
    fails(old_owner.put(carol, other.next()), ErrorKind::auth, 409);
    fails(old_owner.remove(bob, browser.next()), ErrorKind::auth, 409);
    fails(old_owner.remove_all(bob), ErrorKind::auth, 409);

    const auto seen = old_owner.fetch(bob);  // reading is no write
    REQUIRE(seen.ok());
    CHECK(seen->contacts.size() == 1);
    CHECK(seen->owner == "p-cscf-2");
    CHECK(seen->epoch == new_owner.epoch);
    fails(old_owner.fetch(carol), ErrorKind::not_found, 404);
    CHECK(new_owner.put(bob, browser.next())->outcome == w6::RegisterOutcome::refreshed);
}

TEST_CASE_TEMPLATE("R3-15 WR-11: a full block refuses new users and keeps the others", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim(block_2).ok());
    Browser browsers[] = {Browser("b1"), Browser("b2"), Browser("b3")};
    const auto first = asker.put("sip:u1@small.example", browsers[0].next(), block_2);
    const auto second = asker.put("sip:u2@small.example", browsers[1].next(), block_2);
    REQUIRE(first.ok());
    REQUIRE(second.ok());
    CHECK(first->registration.impu != second->registration.impu);
    fails(asker.put("sip:u3@small.example", browsers[2].next(), block_2), ErrorKind::limit, 503);
    CHECK(asker.put("sip:u1@small.example", browsers[0].next(), block_2)->outcome == w6::RegisterOutcome::refreshed);

    // A released IMPU is nobody else's until its quarantine is over.
    REQUIRE(asker.remove_all("sip:u1@small.example").ok());
    fails(asker.put("sip:u3@small.example", browsers[2].next(), block_2), ErrorKind::limit, 503);
    rig.advance(std::chrono::hours(24) + std::chrono::seconds(2));
    const auto third = asker.put("sip:u3@small.example", browsers[2].next(), block_2);
    REQUIRE(third.ok());
}
