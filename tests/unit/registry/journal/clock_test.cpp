// SPDX-License-Identifier: Apache-2.0
// Civil time is set forward and back by an hour; what a contact has left must not follow.
#include "unit/registry/journal/rig.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

namespace {

const std::string user = "sip:u1@e.com";

struct Machine {
    Platter platter;
    TimePoint now = TimePoint{} + 1000h;
    Duration civil_shift{};

    /// A registrar that runs until it is killed; what is left of the user's contact at its start.
    template <class Work>
    Duration run(Work work) {
        JournaledStore store(platter);
        store.now = now;
        store.civil_shift = civil_shift;
        REQUIRE(store.open().ok());
        store.claim();
        Duration left{};
        store.store->fetch({{}, user}, store.now, [&](const Result<w6::Registration>& entry) {
            if (entry) left = entry->contacts.at(0).expires;
        });
        work(store);
        REQUIRE(store.settle());
        now = store.now;
        civil_shift = store.civil_shift;
        return left;
    }
    static void put(JournaledStore& store, Duration expires, std::uint32_t cseq) {
        auto request = store.registration(user, cseq);
        request.contact.expires = expires;
        REQUIRE(store.ask<w6::Registered>([&](auto reply) { store.store->register_contact(request, store.now, reply); })
                    .ok());
    }
};

const auto nothing = [](JournaledStore&) {};

}  // namespace

TEST_CASE("EXP-05: civil time that leaps while the registrar runs shortens nothing and prolongs nothing") {
    for (const Duration leap : {Duration(1h), Duration(-1h)}) {
        Machine machine;
        machine.run([&](JournaledStore& store) {
            Machine::put(store, 1800s, 1);
            store.now += 60s;
            store.civil_shift += leap;
            store.claim("p-cscf-2");  // something is written afterwards
        });
        machine.now += 100s;
        CHECK(machine.run(nothing) == 1640s);
    }
}

TEST_CASE("EXP-05: civil time set back while nobody runs: a contact has no more left than it had") {
    Machine machine;
    machine.run([](JournaledStore& store) { Machine::put(store, 1800s, 1); });
    machine.civil_shift -= 1h;
    machine.now += 100s;
    CHECK(machine.run(nothing) == 1800s);
}

TEST_CASE("EXP-02: a steady clock that begins anew with the machine") {
    Machine machine;
    machine.run([](JournaledStore& store) { Machine::put(store, 1800s, 1); });
    machine.civil_shift += machine.now - TimePoint{} + 300s;  // it was off for five minutes
    machine.now = TimePoint{};
    CHECK(machine.run(nothing) == 1500s);
}
