// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <list>

#include "registry/store/expiry_wheel.hpp"

using namespace wims;
using namespace wims::registry;
using namespace std::chrono_literals;

namespace {

struct Wheel {
    Block block = *Block::create({"sip:w1-!.*!@o.example", {"e.com"}, 10});
    ExpiryWheel wheel;
    std::list<Entry> entries;

    Entry& add(Duration until) {
        Entry& entry = entries.emplace_back(block, "sip:w1-1@o.example", "sip:x@e.com", w6::AllocatedBy::epcscf);
        w6::Contact contact;
        contact.uri = "sip:x@x.invalid";
        contact.expires = until;
        CHECK(entry.put(contact, 0, TimePoint{}, 1).ok());
        wheel.put(entry);
        return entry;
    }
    /// How many come at this time, and whether that was all.
    int turn(Duration now, std::size_t most = 1000, bool all = true) {
        int due = 0;
        CHECK(wheel.turn(TimePoint{} + now, most, [&](Entry& entry) {
            CHECK(entry.due() <= TimePoint{} + now);
            ++due;
        }) == all);
        return due;
    }
};

}  // namespace

TEST_CASE("EXP-01: each comes when it is due, within the second, once") {
    Wheel w;
    w.add(1s);
    w.add(1500ms);
    w.add(1500ms);
    CHECK(w.turn(999ms) == 0);
    CHECK(w.turn(1s) == 1);
    CHECK(w.turn(1600ms) == 0);
    CHECK(w.turn(2s) == 2);
    CHECK(w.turn(1h) == 0);
    w.add(1s);  // long past
    CHECK(w.turn(1h + 1s) == 1);
}

TEST_CASE("EXP-01: later than the wheel is round, and after a leap of the clock") {
    Wheel w;
    w.add(1s);
    w.add(24h);
    w.add(24h + 5s);
    CHECK(w.turn(1s) == 1);
    for (Duration now = 2s; now < 24h; now += 1s) CHECK(w.turn(now) == 0);
    CHECK(w.turn(24h) == 1);
    w.add(200h);
    CHECK(w.turn(300h) == 2);
}

TEST_CASE("EXP-01: a million in one second come in bounded parts, and one that is moved away does not come") {
    Wheel w;
    for (int i = 0; i < 10; ++i) w.add(5s);
    Entry& away = w.add(5s);
    w.add(5s + 16384s);  // the same place of the wheel
    w.wheel.drop(away);
    CHECK(w.turn(5s, 4, false) == 4);
    CHECK(w.turn(5s, 4, false) == 4);
    CHECK(w.turn(5s, 4) == 2);
    CHECK(w.turn(5s + 16384s) == 1);
}
