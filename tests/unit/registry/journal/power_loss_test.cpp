// SPDX-License-Identifier: Apache-2.0
// What was answered is there after a loss of power; a full or broken disk is said, and keeps what it had.
#include <random>

#include "unit/registry/journal/rig.hpp"

using namespace wims;
using namespace wims::test;

namespace {

std::string user(unsigned number) { return "sip:u" + std::to_string(number) + "@e.com"; }

/// Writes of all kinds, some of them answered, until the power goes.
void work_until_power_fails(JournaledStore& store, Acknowledged& model, std::mt19937& random, int steps) {
    for (int step = 0; step < steps; ++step) {
        const auto who = user(random() % 200);
        if (random() % 4 == 0) store.remove(model, who);
        else store.put(model, who);
        if (random() % 8 == 0) store.progress();
        if (random() % 64 == 0) std::this_thread::sleep_for(std::chrono::microseconds(random() % 300));
        if (random() % 100 == 0) REQUIRE(store.settle());
    }
    store.progress();
}

void lose_power_often(const std::function<bool()>& survives, std::mt19937& random) {
    Platter platter;
    Acknowledged model;
    for (int round = 0; round < 25; ++round) {
        CAPTURE(round);
        JournaledStore store(platter);
        const auto opened = store.open();
        REQUIRE_MESSAGE(opened.ok(), (opened ? "" : opened.error().text));
        store.check(model);
        store.claim();
        work_until_power_fails(store, model, random, static_cast<int>(random() % 600));
        platter.lose_power(survives);
    }
    CHECK(model.size() > 100);
}

}  // namespace

TEST_CASE("WR-10: nothing answered is lost with the power, nothing is given twice: all that was not synced is gone") {
    std::mt19937 random(20261127);
    lose_power_often([] { return false; }, random);
}

TEST_CASE("WR-10: the same when parts of what was not synced are on the disk all the same: torn groups") {
    std::mt19937 random(5);
    lose_power_often([&] { return random() % 2 == 0; }, random);
}

TEST_CASE("WR-10: an allocation is answered after its sync and not before") {
    Platter platter;
    auto options = small_options();
    options.gather = std::chrono::milliseconds(100);
    JournaledStore store(platter, options);
    REQUIRE(store.open().ok());
    store.claim();
    const int before = platter.syncs;
    bool answered = false;
    store.store->register_contact(store.registration(user(1), 1), store.now,
                                  [&](const Result<w6::Registered>& answer) { answered = answer.ok(); });
    CHECK_FALSE(answered);
    REQUIRE(store.settle());
    CHECK(answered);
    CHECK(platter.syncs > before);
    bool read = false;
    store.store->status({{}, user(1)}, store.now, [&](const Result<w7::Status>& status) { read = status->registered; });
    CHECK(read);  // reading waits for no disk
}

TEST_CASE("a full disk: writes are refused and change nothing, reads go on; with room again writes do too") {
    Platter platter;
    platter.size = 300'000;
    auto options = small_options();
    options.snapshot_after = 1'000'000;
    JournaledStore store(platter, options);
    REQUIRE(store.open().ok());
    store.claim();
    Acknowledged model;
    int refused = 0;
    const auto try_to_put = [&](unsigned who) {
        const auto answer = store.ask<w6::Registered>(
            [&](auto reply) { store.store->register_contact(store.registration(user(who), who), store.now, reply); });
        if (!answer) {
            ++refused;
            CHECK(answer.error().kind == ErrorKind::io);
            CHECK(answer.error().status == 504);
        }
        return answer.ok();
    };
    unsigned stored = 0;
    while (stored < 10'000 && try_to_put(stored)) ++stored;
    REQUIRE(stored > 100);
    REQUIRE(stored < 10'000);
    CHECK(store.store->health().entries == stored);  // the refused one left no trace
    for (unsigned i = 0; i < 20; ++i) CHECK_FALSE(try_to_put(stored + i));
    CHECK(store.store->health().entries == stored);

    platter.size = 10'000'000;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    bool again = false;
    while (!again && std::chrono::steady_clock::now() < until) again = try_to_put(stored);
    CHECK(again);
    store.store.reset();
    JournaledStore next(platter);
    REQUIRE(next.open().ok());
    CHECK(next.store->health().entries == stored + 1);
}

TEST_CASE("a disk that fails: no write is answered as done any more, reads go on, and what it had is there") {
    Platter platter;
    JournaledStore store(platter);
    REQUIRE(store.open().ok());
    store.claim();
    const auto put = [&](unsigned who) {
        return store.ask<w6::Registered>(
            [&](auto reply) { store.store->register_contact(store.registration(user(who), who), store.now, reply); });
    };
    for (unsigned i = 1; i <= 50; ++i) REQUIRE(put(i).ok());
    platter.broken = true;
    for (unsigned i = 51; i <= 60; ++i) {
        const auto answer = put(i);
        REQUIRE_FALSE(answer.ok());
        CHECK(answer.error().kind == ErrorKind::io);
    }
    CHECK(store.store->health().journal_failed);
    store.progress();
    CHECK(store.host.said("the journal's disk failed: nothing can be stored until the registrar is started again"));
    platter.broken = false;
    CHECK_FALSE(put(61).ok());  // for good: what the kernel kept is unknown
    store.store.reset();
    JournaledStore next(platter);
    REQUIRE(next.open().ok());
    CHECK(next.store->health().entries >= 50);
    CHECK(next.store->health().entries <= 51);
}
