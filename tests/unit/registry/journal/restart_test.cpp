// SPDX-License-Identifier: Apache-2.0
// What a registrar has answered is there in the next one on the same directory.
#include <filesystem>
#include <set>

#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

TEST_CASE("WR-07: entries, contacts, owner, epoch and versions outlive the registrar") {
    JournalRig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser laptop("laptop"), phone("phone"), third("third");
    laptop.contact.user_agent = "a browser";
    laptop.contact.q = 0.25F;
    REQUIRE(asker.put(bob, laptop.next()).ok());
    rig.advance(100s);
    const auto before = asker.put(bob, phone.next())->registration;
    REQUIRE(asker.flow_down(bob, laptop.contact.flow).ok());
    const std::string given = "sip:w1-alice@webrtc.operator.example";
    REQUIRE(asker.put(given, third.next(), block_1, w6::AllocatedBy::third_party).ok());
    const auto seen = asker.fetch(bob);
    rig.stop();
    rig.start();

    const auto after = asker.fetch(before.impu);
    REQUIRE(after.ok());
    CHECK(after->external_identity == bob);
    CHECK(after->owner == "p-cscf-1");
    CHECK(after->epoch == asker.epoch);
    CHECK(after->contacts == seen->contacts);  // with what is left of their time
    CHECK(after->version == seen->version);
    CHECK(asker.fetch(given)->allocated_by == w6::AllocatedBy::third_party);
    CHECK(asker.claim()->epoch == before.epoch);  // the same owner: nothing has changed for it

    fails(asker.put(bob, phone.contact), ErrorKind::protocol, 500);  // CSeq goes on (RER-03)
    const auto next = asker.put(bob, phone.next());
    CHECK(next->outcome == w6::RegisterOutcome::refreshed);
    CHECK(next->registration.version > seen->version);
    Asker other(rig);
    CHECK(other.claim(block_1, "p-cscf-2")->epoch > before.epoch);
    rig.stop();
    rig.start();
    fails(asker.put(bob, phone.next()), ErrorKind::auth, 409);
}

TEST_CASE("EXP-02 WR-11: time goes on while nobody runs; a quarantine holds") {
    JournalRig rig;
    Asker asker(rig);
    REQUIRE(asker.claim(block_2).ok());
    Browser brief("brief"), lasting("lasting"), third("third");
    brief.contact.expires = 60s;
    const auto impu = asker.put("sip:u1@small.example", brief.next(), block_2)->registration.impu;
    REQUIRE(asker.put("sip:u2@small.example", lasting.next(), block_2).ok());
    rig.advance(30s);
    rig.stop();
    rig.advance_alone(40s);
    rig.start();
    CHECK_FALSE(asker.status("sip:u1@small.example")->registered);
    CHECK(asker.fetch("sip:u2@small.example")->contacts[0].expires == 530s);
    fails(asker.put("sip:u3@small.example", third.next(), block_2), ErrorKind::limit, 503);
    rig.stop();
    rig.advance_alone(24h);
    rig.start();
    rig.advance(2s);
    const auto reused = asker.put("sip:u3@small.example", third.next(), block_2);
    REQUIRE(reused.ok());
    rig.stop();
    rig.start();
    CHECK(asker.status("sip:u3@small.example")->impu == reused->registration.impu);
    CHECK((asker.status("sip:u1@small.example").ok() ? asker.status("sip:u1@small.example")->impu : "") !=
          reused->registration.impu);
    CHECK(impu.starts_with("sip:w2-"));
}

TEST_CASE("WR-10: snapshots replace journals under way, and nothing is given twice over many starts") {
    auto config = registrar_config();
    config.journal.snapshot_after = 20'000;
    config.quarantine = 10s;
    JournalRig rig(config);
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    std::map<std::string, std::string> impus;
    const std::filesystem::path directory = rig.config().journal.directory;
    for (int start = 0; start < 12; ++start) {
        for (int i = 0; i < 40; ++i) {
            const auto user = "sip:user" + std::to_string(start * 30 + i) + "@enterprise.com";
            Browser browser("b" + std::to_string(start) + "-" + std::to_string(i));
            const auto answer = asker.put(user, browser.next());
            REQUIRE(answer.ok());
            const auto known = impus.emplace(user, answer->registration.impu);
            CHECK(known.first->second == answer->registration.impu);
            if (i % 4 == 0) {
                REQUIRE(asker.remove_all(user).ok());
                impus.erase(user);
            }
        }
        rig.advance(11s);  // what was removed is free for others
        rig.stop();
        rig.start();
        std::set<std::string> distinct;
        for (const auto& [user, impu] : impus) {
            CHECK(asker.status(user)->impu == impu);
            CHECK(distinct.insert(impu).second);
        }
    }
    std::size_t snapshots = 0, files = 0;
    for (const auto& file : std::filesystem::directory_iterator(directory)) {
        snapshots += file.path().filename().string().starts_with("snapshot.");
        ++files;
    }
    CHECK(snapshots == 1);
    CHECK(files < 12);
}

TEST_CASE("what cannot be opened says why and changes nothing") {
    JournalRig rig;
    Asker asker(rig);
    REQUIRE(asker.claim().ok());
    Browser browser("b1");
    REQUIRE(asker.put(bob, browser.next()).ok());
    const auto second = rig.try_to_start();
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().kind == ErrorKind::usage);
    CHECK(second.error().text.find("another registrar") != std::string::npos);
    rig.stop();
    const auto blocks = rig.config().blocks;
    rig.config().blocks.erase(rig.config().blocks.begin());
    const auto without = rig.try_to_start();
    REQUIRE_FALSE(without.ok());
    CHECK(without.error().kind == ErrorKind::usage);
    CHECK(without.error().text.find(block_1) != std::string::npos);
    rig.config().blocks = blocks;
    rig.config().blocks[0].size = 2000000;  // a block may grow
    rig.start();
    CHECK(asker.fetch(bob).ok());
    Browser other("b2");
    CHECK(asker.put(carol, other.next()).ok());
}
