// SPDX-License-Identifier: Apache-2.0
#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE_TEMPLATE("W6-06 NID-05: the owner hears once that an administrator removed a user, and what went", Rig,
                   W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    std::vector<w6::Change> heard, other;
    rig.watch("p-cscf-1", [&](const w6::Change& change) { heard.push_back(change); });
    rig.watch("p-cscf-2", [&](const w6::Change& change) { other.push_back(change); });
    REQUIRE(asker.claim().ok());
    Browser laptop("laptop"), phone("phone");
    REQUIRE(asker.put(bob, laptop.next()).ok());
    const auto before = asker.put(bob, phone.next());
    REQUIRE(before.ok());

    const auto trail = TrailId::create();
    const auto removed = asker.remove_user(trail, "sip:Bob@ENTERPRISE.com");
    REQUIRE(removed.ok());
    CHECK(removed->entry_removed);
    REQUIRE(rig.wait([&] { return !heard.empty(); }));
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].trail == trail);
    CHECK(heard[0].impu == before->registration.impu);
    CHECK(heard[0].external_identity == bob);
    CHECK(heard[0].wimpu == block_1);
    CHECK(heard[0].reason == w6::ChangeReason::administrator);
    REQUIRE(heard[0].removed.size() == 2);
    CHECK(heard[0].removed[0].uri == phone.contact.uri);
    CHECK(heard[0].removed[0].flow == phone.contact.flow);
    CHECK(heard[0].removed[1].key == before->registration.contacts[1].key);
    CHECK(other.empty());

    fails(asker.fetch(bob), ErrorKind::not_found, 404);
    CHECK_FALSE(asker.status(bob)->registered);
    fails(asker.remove_user(trail, bob), ErrorKind::not_found, 404);
    fails(asker.remove_user(trail, carol), ErrorKind::not_found, 404);
    CHECK(asker.put(bob, laptop.next())->outcome == w6::RegisterOutcome::created);
}

TEST_CASE_TEMPLATE("W6-06: what the owner does itself is no news; after nullptr nothing comes", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    std::vector<w6::Change> heard;
    rig.watch("p-cscf-1", [&](const w6::Change& change) { heard.push_back(change); });
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    REQUIRE(asker.put(bob, browser.next()).ok());
    REQUIRE(asker.remove_all(bob).ok());
    REQUIRE(asker.put(bob, browser.next()).ok());
    REQUIRE(asker.put(carol, browser.next()).ok());
    REQUIRE(asker.remove_user(TrailId(), bob).ok());
    REQUIRE(rig.wait([&] { return !heard.empty(); }));
    REQUIRE(heard.size() == 1);  // and it is the administrator's
    CHECK(heard[0].external_identity == bob);
    rig.watch("p-cscf-1", nullptr);
    REQUIRE(asker.remove_user(TrailId(), carol).ok());
    rig.advance(std::chrono::seconds(1));
    CHECK(heard.size() == 1);
}

TEST_CASE_TEMPLATE("W6-03: a removal that names a version is refused when the entry has another", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser laptop("laptop"), phone("phone");
    const auto old = asker.put(bob, laptop.next())->registration.version;
    const auto now = asker.put(bob, phone.next())->registration.version;
    CHECK(old != 0);
    CHECK(old != now);
    CHECK(asker.fetch(bob)->version == now);
    w6::RemoveContacts request{TrailId(), bob, asker.epoch, true, {}, old, {}};
    const auto remove = [&] {
        return ask<w6::Removed>(rig, [&](Deadline d, Completion<w6::Removed> done) {
            rig.w6().remove_contacts(request, d, std::move(done));
        });
    };
    fails(remove(), ErrorKind::auth, 412);
    CHECK(asker.fetch(bob)->contacts.size() == 2);
    request.version = now;
    request.wimpu = block_2;
    fails(remove(), ErrorKind::auth, 403);
    CHECK(asker.fetch(bob)->contacts.size() == 2);
    request.wimpu = block_1;
    CHECK(remove().ok());
    CHECK(asker.put(bob, laptop.next())->registration.version != now);  // nor the same one ever again
}

TEST_CASE_TEMPLATE(
    "W6-01 RER-03: a registration sent twice under one name is one, answered alike; under another it is late", Rig,
    W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    const auto put = [&](std::uint64_t id) {
        return ask<w6::Registered>(rig, [&](Deadline d, Completion<w6::Registered> done) {
            rig.w6().register_contact(
                {TrailId(), bob, block_1, asker.epoch, w6::AllocatedBy::epcscf, browser.contact, id}, d,
                std::move(done));
        });
    };
    browser.next();
    const auto first = put(77), again = put(77);
    REQUIRE(first.ok());
    REQUIRE(again.ok());
    CHECK(first->outcome == w6::RegisterOutcome::created);
    CHECK(again->outcome == w6::RegisterOutcome::created);
    CHECK(again->registration.version == first->registration.version);
    CHECK(again->registration.contacts == first->registration.contacts);
    fails(put(78), ErrorKind::protocol, 500);
    fails(put(0), ErrorKind::protocol, 500);
    browser.next();
    CHECK(put(78)->outcome == w6::RegisterOutcome::refreshed);
    fails(put(77), ErrorKind::protocol, 500);  // what it wrote is gone: it would undo the later one
}
