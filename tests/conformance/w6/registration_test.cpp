// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "common/identity/wildcard.hpp"
#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE_TEMPLATE("WR-01 WR-06 WR-09 R3-03 R3-05: the first contact creates the entry, found by both names", Rig,
                   W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    browser.contact.user_agent = "JsSIP";
    browser.contact.q = 0.5F;
    const auto answer = asker.put(bob, browser.next());
    REQUIRE(answer.ok());
    CHECK(answer->outcome == w6::RegisterOutcome::created);
    const auto& r = answer->registration;
    CHECK(r.external_identity == bob);
    CHECK(r.wimpu == block_1);
    CHECK(r.owner == "p-cscf-1");
    CHECK(r.epoch == asker.epoch);
    CHECK(r.allocated_by == w6::AllocatedBy::epcscf);
    CHECK(identity::Wildcard::parse(block_1)->matches(r.impu));
    CHECK(r.impu.size() == std::string("sip:w1-000123@webrtc.operator.example").size());
    REQUIRE(r.contacts.size() == 1);
    const auto& c = r.contacts[0];
    CHECK_FALSE(c.key.empty());
    CHECK(c.uri == browser.contact.uri);
    CHECK(c.instance_id == browser.contact.instance_id);
    CHECK(c.flow == browser.contact.flow);
    CHECK(c.reg_id == browser.contact.reg_id);
    CHECK(c.call_id == browser.contact.call_id);
    CHECK(c.cseq == browser.contact.cseq);
    CHECK(c.user_agent == "JsSIP");
    CHECK(c.q == 0.5F);
    CHECK(c.expires == std::chrono::seconds(600));

    CHECK(asker.fetch(bob)->impu == r.impu);
    CHECK(asker.fetch(r.impu)->external_identity == bob);
    CHECK(asker.fetch(r.impu)->contacts == asker.fetch(bob)->contacts);
}

TEST_CASE_TEMPLATE("WR-12: one user, however the identity is spelt; another case is another user", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser b1("b1"), b2("b2");
    const auto impu = asker.put("sip:%42ob@ENTERPRISE.com:5060;x=y", b1.next())->registration.impu;
    CHECK(asker.put("sip:Bob@enterprise.com.", b1.next())->outcome == w6::RegisterOutcome::refreshed);
    CHECK(asker.fetch("sips:Bob@Enterprise.Com")->external_identity == bob);
    fails(asker.fetch("sip:bob@enterprise.com"), ErrorKind::not_found, 404);
    CHECK(asker.put("sip:bob@enterprise.com", b2.next())->registration.impu != impu);
    fails(asker.fetch("tel:+1555"), ErrorKind::protocol, 416);
    fails(asker.fetch("nonsense"), ErrorKind::protocol, 400);
}

TEST_CASE_TEMPLATE("WR-02 R3-03 R3-06: create, add, refresh: contact count 1, 2, 2, one IMPU", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser laptop("laptop"), phone("phone");
    const auto first = asker.put(bob, laptop.next());
    rig.advance(std::chrono::seconds(1));
    const auto second = asker.put(bob, phone.next());
    REQUIRE(second.ok());
    CHECK(second->outcome == w6::RegisterOutcome::contact_added);
    CHECK(second->registration.impu == first->registration.impu);
    REQUIRE(second->registration.contacts.size() == 2);
    CHECK(second->registration.contacts[0].uri == phone.contact.uri);  // newest first
    CHECK(second->registration.contacts[0].key != second->registration.contacts[1].key);
    rig.advance(std::chrono::seconds(1));
    const auto third = asker.put(bob, laptop.next());
    CHECK(third->outcome == w6::RegisterOutcome::refreshed);
    REQUIRE(third->registration.contacts.size() == 2);
    CHECK(third->registration.contacts[0].uri == laptop.contact.uri);
    CHECK(third->registration.contacts[0].key == second->registration.contacts[1].key);
}

TEST_CASE_TEMPLATE("R3-04: a page reload replaces; without an instance, URI and flow decide", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    REQUIRE(asker.put(bob, browser.next()).ok());
    const auto key = asker.fetch(bob)->contacts[0].key;
    browser.contact.uri = "sip:new@new.invalid;transport=ws";
    browser.contact.flow.token = "flow-new";
    browser.contact.call_id = "call-new";
    browser.contact.cseq = 0;
    const auto reload = asker.put(bob, browser.next());
    CHECK(reload->outcome == w6::RegisterOutcome::refreshed);
    REQUIRE(reload->registration.contacts.size() == 1);
    CHECK(reload->registration.contacts[0].uri == "sip:new@new.invalid;transport=ws");
    CHECK(reload->registration.contacts[0].key == key);
    browser.contact.reg_id = 2;
    CHECK(asker.put(bob, browser.next())->outcome == w6::RegisterOutcome::contact_added);

    Browser plain("plain");
    plain.contact.instance_id.clear();
    plain.contact.reg_id = 0;
    CHECK(asker.put(carol, plain.next())->outcome == w6::RegisterOutcome::created);
    plain.contact.uri = "sip:plain@PLAIN.invalid;transport=ws";
    CHECK(asker.put(carol, plain.next())->outcome == w6::RegisterOutcome::refreshed);
    plain.contact.flow.token = "another flow";
    CHECK(asker.put(carol, plain.next())->outcome == w6::RegisterOutcome::contact_added);
    plain.contact.uri = "sip:other@plain.invalid;transport=ws";
    CHECK(asker.put(carol, plain.next())->outcome == w6::RegisterOutcome::contact_added);
}

TEST_CASE_TEMPLATE("WR-04 RER-01: a re-registration updates expiry and attributes", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    REQUIRE(asker.put(bob, browser.next()).ok());
    rig.advance(std::chrono::seconds(500));
    CHECK(asker.fetch(bob)->contacts[0].expires == std::chrono::seconds(100));
    browser.contact.user_agent = "newer";
    browser.contact.expires = std::chrono::seconds(900);
    REQUIRE(asker.put(bob, browser.next()).ok());
    CHECK(asker.fetch(bob)->contacts[0].expires == std::chrono::seconds(900));
    CHECK(asker.fetch(bob)->contacts[0].user_agent == "newer");
}

TEST_CASE_TEMPLATE("RER-03: CSeq out of order for the Call-ID: 500, binding unchanged", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    browser.contact.cseq = 9;
    REQUIRE(asker.put(bob, browser.next()).ok());
    const auto before = asker.fetch(bob)->contacts;
    for (const std::uint32_t cseq : {10U, 9U, 1U}) {
        auto late = browser.contact;
        late.cseq = cseq;
        late.user_agent = "late";
        fails(asker.put(bob, late), ErrorKind::protocol, 500);
        fails(asker.remove(bob, late), ErrorKind::protocol, 500);
    }
    CHECK(asker.fetch(bob)->contacts == before);
    auto fresh = browser.contact;
    fresh.call_id = "another";
    fresh.cseq = 1;
    CHECK(asker.put(bob, fresh).ok());
}

TEST_CASE_TEMPLATE("E19: too many contacts: the oldest dead flow makes room, else 403", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browsers[] = {Browser("b0"), Browser("b1"), Browser("b2"), Browser("b3"), Browser("b4")};
    for (int i = 0; i < 3; ++i) REQUIRE(asker.put(bob, browsers[i].next()).ok());
    fails(asker.put(bob, browsers[3].next()), ErrorKind::auth, 403);
    CHECK(asker.fetch(bob)->contacts.size() == 3);
    REQUIRE(asker.flow_down(bob, browsers[2].contact.flow).ok());
    REQUIRE(asker.flow_down(bob, browsers[1].contact.flow).ok());
    const auto added = asker.put(bob, browsers[3].next());
    REQUIRE(added.ok());
    CHECK(added->outcome == w6::RegisterOutcome::contact_added);
    std::set<std::string> uris;
    for (const auto& c : added->registration.contacts) uris.insert(c.uri);
    CHECK(uris == std::set<std::string>{browsers[0].contact.uri, browsers[2].contact.uri, browsers[3].contact.uri});
}

TEST_CASE_TEMPLATE("WR-03 E14 R3-08: what cannot be stored leaves no trace", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    fails(asker.put("sip:Bob@elsewhere.example", browser.next()), ErrorKind::auth, 403);
    fails(asker.put("sip:Bob@notenterprise.com", browser.next()), ErrorKind::auth, 403);
    fails(asker.put("sip:w1-000123@webrtc.operator.example", browser.next()), ErrorKind::auth, 403);
    fails(asker.put("tel:+1555", browser.next()), ErrorKind::protocol, 416);
    fails(asker.put(bob, browser.next(), "sip:w9-!.*!@webrtc.operator.example"), ErrorKind::not_found, 404);
    auto contact = browser.next();
    contact.expires = Duration::zero();
    fails(asker.put(bob, contact), ErrorKind::protocol, 400);
    contact = browser.next();
    contact.uri.clear();
    fails(asker.put(bob, contact), ErrorKind::protocol, 400);
    fails(asker.put("sip:w2-1@webrtc.operator.example", browser.next(), block_1, w6::AllocatedBy::third_party),
          ErrorKind::auth, 403);
    fails(asker.fetch(bob), ErrorKind::not_found, 404);
    fails(asker.status(bob), ErrorKind::not_found, 404);

    const auto impu = asker.put(bob, browser.next())->registration.impu;  // and nobody takes an allocated one
    Browser thief("b2");
    fails(asker.put(impu, thief.next(), block_1, w6::AllocatedBy::third_party), ErrorKind::auth, 403);
    fails(asker.put(impu, thief.next()), ErrorKind::auth, 403);
    CHECK(asker.fetch(bob)->contacts.size() == 1);
}

TEST_CASE_TEMPLATE("WR-01 R3-07: a third party's IMPU is its own entry", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    const std::string impu = "sip:w1-alice@webrtc.operator.example";
    const auto answer = asker.put(impu, browser.next(), block_1, w6::AllocatedBy::third_party);
    REQUIRE(answer.ok());
    CHECK(answer->registration.impu == impu);
    CHECK(answer->registration.external_identity == impu);
    CHECK(answer->registration.allocated_by == w6::AllocatedBy::third_party);
    CHECK(asker.fetch(impu)->contacts.size() == 1);
}

TEST_CASE_TEMPLATE("WR-10: a hundred first registrations of one user at once make one entry with one IMPU", Rig,
                   W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    std::set<std::string> impus;
    int answers = 0, created = 0, added = 0, refused = 0;
    std::vector<Operation> operations;
    for (int i = 0; i < 100; ++i) {
        Browser browser("b" + std::to_string(i));
        operations.push_back(async<w6::Registered>(
            rig.executor(), rig.executor().now() + std::chrono::seconds(5),
            [&](Deadline d, Completion<w6::Registered> done) {
                rig.w6().register_contact(
                    {TrailId(), bob, block_1, asker.epoch, w6::AllocatedBy::epcscf, browser.next()}, d, done);
            },
            [&](const Result<w6::Registered>& answer) {
                ++answers;
                if (!answer) return void(refused += answer.error().status == 403);  // three contacts are allowed
                impus.insert(answer->registration.impu);
                created += answer->outcome == w6::RegisterOutcome::created;
                added += answer->outcome == w6::RegisterOutcome::contact_added;
            }));
    }
    REQUIRE(rig.wait([&] { return answers == 100; }));
    CHECK(impus.size() == 1);
    CHECK(created == 1);
    CHECK(added == 2);
    CHECK(refused == 97);
    CHECK(rig.health().entries == 1);
    CHECK(rig.health().contacts == 3);
}

TEST_CASE_TEMPLATE("WR-05 WR-10: a hundred users get a hundred IMPUs, in an order that tells nothing", Rig, W6_RIGS) {
    Rig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    std::set<std::string> impus;
    int rising = 0;
    std::string last;
    for (int i = 0; i < 100; ++i) {
        Browser browser("b" + std::to_string(i));
        const auto answer = asker.put("sip:user" + std::to_string(i) + "@enterprise.com", browser.next());
        REQUIRE(answer.ok());
        if (answer->registration.impu > last) ++rising;
        last = answer->registration.impu;
        impus.insert(last);
    }
    CHECK(impus.size() == 100);
    CHECK(rising > 20);
    CHECK(rising < 80);
}
