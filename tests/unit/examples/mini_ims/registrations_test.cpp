// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/registrations.hpp"

#include <doctest/doctest.h>

#include "block_fixture.hpp"

using namespace wims::mini_ims;
using namespace std::chrono_literals;

namespace {
struct Fixture {
    Binding to(const char* contact, wims::Duration expires) const {
        Binding binding;
        binding.subscription = hss.with_impu(test::pilot);
        binding.contact = contact;
        binding.expires = wims::TimePoint(expires);
        return binding;
    }
    Hss hss = test::hss();
    const Subscription& block = *hss.with_impu(test::pilot);
    Registrations registrations;
    wims::TimePoint start{0s};
};
}  // namespace

TEST_CASE_FIXTURE(Fixture, "FRK-12: a block has one contact, the newest") {
    registrations.put(to("sip:a@192.0.2.1", 60s));
    registrations.put(to("sip:a@192.0.2.1", 90s));
    CHECK(registrations.find(block, start)->refreshes == 1);
    registrations.put(to("sip:b@192.0.2.2", 90s));
    CHECK(registrations.all().size() == 1);
    CHECK(registrations.find(block, start)->contact == "sip:b@192.0.2.2");
    CHECK(registrations.find(block, start)->refreshes == 0);
}

TEST_CASE_FIXTURE(Fixture, "BLK-06: only the registered contact can be taken away, or all of them") {
    registrations.put(to("sip:a@192.0.2.1", 60s));
    CHECK_FALSE(registrations.remove(block, "sip:b@192.0.2.2"));
    CHECK(registrations.find(block, start) != nullptr);
    CHECK(registrations.remove(block, "sip:a@192.0.2.1"));
    CHECK(registrations.find(block, start) == nullptr);
    registrations.put(to("sip:a@192.0.2.1", 60s));
    CHECK(registrations.remove(block, ""));
    CHECK_FALSE(registrations.remove(block, ""));
}

TEST_CASE_FIXTURE(Fixture, "BLK-05: a binding is gone at its second, swept or not") {
    registrations.put(to("sip:a@192.0.2.1", 60s));
    CHECK(registrations.expire(start + 59s).empty());
    CHECK(registrations.find(block, start + 60s) == nullptr);
    const auto gone = registrations.expire(start + 60s);
    REQUIRE(gone.size() == 1);
    CHECK(gone.front() == &block);
    CHECK(registrations.all().empty());
}
