// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "common/identity/identity_set.hpp"

using wims::identity::IdentitySet;
using wims::identity::Wildcard;

TEST_CASE("R3-11: exact beats wildcard, the longest literal comes first") {
    IdentitySet<int> set;
    set.add(*Wildcard::parse("sip:w!.*!@o.example"), 1);
    set.add(*Wildcard::parse("sip:w1-!.*!@o.example"), 2);
    set.add(*Wildcard::parse("sip:w1!.*!@o.example"), 3);
    CHECK(set.add("sip:w1-7@o.example", 4));
    CHECK_FALSE(set.add("sip:w1-7@o.example", 5));

    CHECK(*set.match("sip:w1-7@o.example").value == 4);
    CHECK(set.match("sip:w1-7@o.example").wildcard == nullptr);
    CHECK(*set.match("sip:w1-8@o.example").value == 2);
    CHECK(set.match("sip:w1-8@o.example").wildcard->text() == "sip:w1-!.*!@o.example");
    CHECK(*set.match("sip:w12@o.example").value == 3);
    CHECK(*set.match("sip:wx@o.example").value == 1);
    CHECK_FALSE(set.match("sip:x@o.example"));
}
