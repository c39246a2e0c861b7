// SPDX-License-Identifier: Apache-2.0
#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

TEST_CASE_TEMPLATE("DER-01 WR-05: log-out removes that contact, the last one the entry; the IMPU stays the user's", Rig,
                   W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser laptop("laptop"), phone("phone"), other("other");
    const auto impu = asker.put(bob, laptop.next())->registration.impu;
    REQUIRE(asker.put(bob, phone.next()).ok());

    const auto one = asker.remove(bob, laptop.next());
    REQUIRE(one.ok());
    CHECK_FALSE(one->entry_removed);
    REQUIRE(one->contacts.size() == 1);
    CHECK(one->contacts[0].uri == phone.contact.uri);
    CHECK_FALSE(asker.remove(bob, laptop.next())->entry_removed);  // it is gone already: nothing to do

    const auto last = asker.remove(impu, phone.next());  // by the other name
    REQUIRE(last.ok());
    CHECK(last->entry_removed);
    CHECK(last->contacts.empty());
    fails(asker.fetch(bob), ErrorKind::not_found, 404);
    fails(asker.fetch(impu), ErrorKind::not_found, 404);
    fails(asker.remove(bob, phone.next()), ErrorKind::not_found, 404);

    CHECK(asker.put(carol, other.next())->registration.impu != impu);
    const auto again = asker.put(bob, laptop.next());
    CHECK(again->outcome == w6::RegisterOutcome::created);
    CHECK(again->registration.impu == impu);
}

TEST_CASE_TEMPLATE("DER-02: all contacts of a user at once", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser laptop("laptop"), phone("phone");
    REQUIRE(asker.put(bob, laptop.next()).ok());
    REQUIRE(asker.put(bob, phone.next()).ok());
    const auto gone = asker.remove_all(bob);
    REQUIRE(gone.ok());
    CHECK(gone->entry_removed);
    fails(asker.fetch(bob), ErrorKind::not_found, 404);
    fails(asker.remove_all(carol), ErrorKind::not_found, 404);
}

TEST_CASE_TEMPLATE("EXP-01 EXP-03: a contact that is not refreshed goes, alone, within 2 s", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser brief("brief"), lasting("lasting");
    brief.contact.expires = 60s;
    REQUIRE(asker.put(bob, lasting.next()).ok());
    REQUIRE(asker.put(bob, brief.next()).ok());
    rig.advance(59s);
    CHECK(asker.fetch(bob)->contacts.size() == 2);
    rig.advance(1s);
    const auto left = asker.fetch(bob);
    REQUIRE(left.ok());
    REQUIRE(left->contacts.size() == 1);
    CHECK(left->contacts[0].uri == lasting.contact.uri);
    rig.advance(540s);
    fails(asker.fetch(bob), ErrorKind::not_found, 404);
    CHECK_FALSE(asker.status(bob)->registered);
}

TEST_CASE_TEMPLATE("EXP-02 WR-05: the registrar expires by itself, with nobody asking", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    browser.contact.expires = 60s;
    REQUIRE(asker.put(bob, browser.next()).ok());
    CHECK(rig.health().entries == 1);
    CHECK(rig.health().contacts == 1);
    rig.advance(62s);
    CHECK(rig.health().entries == 0);
    CHECK(rig.health().contacts == 0);
    CHECK(rig.health().released == 1);
    rig.advance(24h);
    CHECK(rig.health().released == 0);
}

TEST_CASE_TEMPLATE("EXP-04: a dead flow is marked, the binding stays until it expires or is refreshed", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser laptop("laptop"), phone("phone");
    REQUIRE(asker.put(bob, laptop.next()).ok());
    REQUIRE(asker.put(bob, phone.next()).ok());
    REQUIRE(asker.flow_down(bob, laptop.contact.flow).ok());
    auto contacts = asker.fetch(bob)->contacts;
    REQUIRE(contacts.size() == 2);
    CHECK(contacts[0].flow.live);
    CHECK_FALSE(contacts[1].flow.live);
    CHECK(asker.status(bob)->registered);

    const w6::Flow old = laptop.contact.flow;
    laptop.contact.flow.token = "flow-new";
    REQUIRE(asker.put(bob, laptop.next()).ok());
    REQUIRE(asker.flow_down(bob, old).ok());  // a late report about a flow that the contact has left
    contacts = asker.fetch(bob)->contacts;
    CHECK(contacts[0].flow.live);
    CHECK(contacts[0].flow.token == "flow-new");
    fails(asker.flow_down(carol, old), ErrorKind::not_found, 404);

    REQUIRE(asker.flow_down(bob, phone.contact.flow).ok());
    rig.advance(600s);
    fails(asker.fetch(bob), ErrorKind::not_found, 404);
}

TEST_CASE_TEMPLATE("EPC-18: what is said and counted holds a trail and names, no flow token", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    const auto trail = TrailId::create();
    const auto answer = ask<w6::Registered>(rig, [&](Deadline d, Completion<w6::Registered> done) {
        rig.w6().register_contact({trail, bob, block_1, asker.epoch, w6::AllocatedBy::epcscf, browser.next()}, d,
                                  std::move(done));
    });
    REQUIRE(answer.ok());
    bool trailed = false;
    for (const auto& line : rig.host().lines()) trailed = trailed || line.trail == trail.hex();
    CHECK(trailed);
    CHECK(rig.host().said(bob));
    CHECK_FALSE(rig.host().said(browser.contact.flow.token));
    CHECK(rig.host().counted("registrar.contacts_registered") == 1);
    fails(asker.put("sip:x@elsewhere.example", browser.next()), ErrorKind::auth, 403);
    CHECK(rig.host().counted("registrar.writes_refused") == 1);
}
