// SPDX-License-Identifier: Apache-2.0
// A journal that was changed behind the registrar's back.
#include <random>

#include "unit/registry/journal/rig.hpp"

using namespace wims;
using namespace wims::test;

namespace {

std::string user(unsigned number) { return "sip:u" + std::to_string(number) + "@e.com"; }

/// A journal of `users` groups, one after the other, without a snapshot.
void write_journal(Platter& platter, unsigned users) {
    JournaledStore store(platter);
    REQUIRE(store.open().ok());
    store.claim();
    for (unsigned i = 1; i <= users; ++i) {
        const auto put = store.ask<w6::Registered>(
            [&](auto reply) { store.store->register_contact(store.registration(user(i), i), store.now, reply); });
        REQUIRE(put.ok());
    }
}

}  // namespace

TEST_CASE("a journal cut off anywhere is read up to its last whole group") {
    Platter platter;
    write_journal(platter, 30);
    const std::string whole = platter.file("journal.1");
    const auto used = whole.find_last_not_of('\0') + 1;
    std::size_t most = 0;
    std::mt19937 random(3);
    for (std::size_t cut = 36; cut <= used; cut += 1 + random() % 97) {
        CAPTURE(cut);
        Platter torn;
        torn.names["journal.1"] = std::make_shared<Platter::Node>();
        torn.file("journal.1") = whole.substr(0, cut);
        JournaledStore store(torn);
        REQUIRE(store.open().ok());
        const auto entries = store.store->health().entries;
        CHECK(entries >= most);
        CHECK(entries * 200 < cut);
        most = entries;
        store.claim("p-cscf-2");
        store.store.reset();
        JournaledStore again(torn);  // and goes on from there
        REQUIRE(again.open().ok());
        CHECK(again.store->health().entries == entries);
    }
    CHECK(most >= 29);
}

TEST_CASE("a flipped bit never makes another entry: it is refused, or in the last group taken for a torn one") {
    Platter platter;
    write_journal(platter, 20);
    const std::string whole = platter.file("journal.1");
    const auto used = whole.find_last_not_of('\0') + 1;
    std::mt19937 random(7);
    int refused = 0;
    for (int i = 0; i < 400; ++i) {
        const std::size_t at = random() % used;
        CAPTURE(at);
        Platter damaged;
        damaged.names["journal.1"] = std::make_shared<Platter::Node>();
        auto& octets = damaged.file("journal.1") = whole;
        octets[at] = static_cast<char>(octets[at] ^ (1 << random() % 8));
        const std::string before = octets;
        JournaledStore store(damaged);
        const auto opened = store.open();
        if (!opened) {
            ++refused;
            CHECK(opened.error().kind == ErrorKind::protocol);
            CHECK(opened.error().text.find("journal.1") != std::string::npos);
            CHECK(damaged.file("journal.1") == before);  // for whoever mends it
            continue;
        }
        CHECK(store.store->health().entries == 19);
        Acknowledged model;
        for (unsigned u = 1; u <= 19; ++u) {
            model.asked(user(u), u);
            model.answered(user(u), u, "");
        }
        store.check(model);
    }
    CHECK(refused > 300);
}

TEST_CASE("a missing file is no empty one") {
    Platter platter;
    {
        JournaledStore store(platter);
        REQUIRE(store.open().ok());
        store.claim();
        Acknowledged model;
        for (unsigned i = 0; i < 3000; ++i) {
            store.put(model, user(i % 100));
            if (i % 50 == 0) REQUIRE(store.settle());
        }
        REQUIRE(store.settle());
        REQUIRE(store.wait([&] {
            const std::lock_guard lock(platter.mutex);
            return std::any_of(platter.names.begin(), platter.names.end(), [](const auto& file) {
                return file.first.starts_with("snapshot.") && !file.first.ends_with(".tmp");
            });
        }));
    }
    const auto files = platter.list();
    const auto all = platter.names;
    for (const auto& name : files) {
        if (name == files.back() && name.starts_with("journal.")) continue;
        CAPTURE(name);
        platter.names = all;
        if (name.starts_with("snapshot.")) platter.names[name] = std::make_shared<Platter::Node>();
        else platter.names.erase(name);
        JournaledStore store(platter);
        const auto opened = store.open();
        REQUIRE_FALSE(opened.ok());
        CHECK(opened.error().kind == ErrorKind::protocol);
    }
}
