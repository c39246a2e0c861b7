// SPDX-License-Identifier: Apache-2.0
// What an administrator asks for, at the registrar itself.
#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE_TEMPLATE("FOV-06: a block given to another owner refuses the old one, and only who knows its epoch gives it",
                   Rig, W6_RIGS) {
    Rig rig;
    Asker old_owner(rig), administrator(rig);
    REQUIRE(old_owner.claim().ok());
    Browser browser("b1");
    const auto impu = old_owner.put(bob, browser.next())->registration.impu;
    const auto lease = administrator.reassign("sip:w1-!.*!@WEBRTC.operator.example", "p-cscf-2", old_owner.epoch);
    REQUIRE(lease.ok());
    CHECK(lease->wimpu == block_1);
    CHECK(lease->epoch > old_owner.epoch);
    fails(administrator.reassign(block_1, "p-cscf-3", old_owner.epoch), ErrorKind::auth, 409);  // the second of two
    fails(administrator.reassign(block_1, "", lease->epoch), ErrorKind::protocol, 400);
    fails(administrator.reassign("sip:w9-!.*!@webrtc.operator.example", "p-cscf-2", 0), ErrorKind::not_found, 404);

    fails(old_owner.put(bob, browser.next()), ErrorKind::auth, 409);
    CHECK(administrator.locate(bob)->owner == "p-cscf-2");
    old_owner.epoch = lease->epoch;  // as the new one would
    const auto moved = old_owner.put(bob, browser.next());
    REQUIRE(moved.ok());
    CHECK(moved->registration.impu == impu);  // FOV-03
}

TEST_CASE_TEMPLATE("FOV-05: a node that is gone takes its contacts along, and nobody else's", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser laptop("laptop"), phone("phone"), other("other");
    phone.contact.flow.instance = "p-cscf-2";
    REQUIRE(asker.put(bob, laptop.next()).ok());
    REQUIRE(asker.put(bob, phone.next()).ok());
    REQUIRE(asker.put(carol, other.next()).ok());
    const auto purged = asker.purge("p-cscf-1");
    REQUIRE(purged.ok());
    CHECK(purged->contacts == 2);
    const auto left = asker.fetch(bob);
    REQUIRE(left.ok());
    REQUIRE(left->contacts.size() == 1);
    CHECK(left->contacts[0].uri == phone.contact.uri);
    CHECK_FALSE(asker.status(carol)->registered);  // known, and its IMPU kept for it
    CHECK(rig.health().contacts == 1);
    CHECK(asker.purge("p-cscf-1")->contacts == 0);
    fails(asker.purge(""), ErrorKind::protocol, 400);
}
