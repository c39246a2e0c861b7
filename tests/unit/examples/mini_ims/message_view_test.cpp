// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/sip/message_view.hpp"

#include <doctest/doctest.h>

using namespace wims::mini_ims;
using Uris = std::vector<std::string>;

TEST_CASE("ORG-02 ORG-10: URIs of P-Asserted-Identity and P-Profile-Key in every form they come in") {
    CHECK(addresses_in("<sip:a@b>") == Uris{"sip:a@b"});
    CHECK(addresses_in("sip:a@b;tag=1") == Uris{"sip:a@b"});
    CHECK(addresses_in("\"Bob, \\\"<x>\" <sip:a@b;user=phone>;p=1") == Uris{"sip:a@b;user=phone"});
    CHECK(addresses_in("<sip:a@b>, <tel:+1555>") == Uris{"sip:a@b", "tel:+1555"});
    CHECK(addresses_in("<sip:a,b@c>,<sip:d@e>") == Uris{"sip:a,b@c", "sip:d@e"});
    CHECK(addresses_in(" <sip:w1-!.*!@webrtc.operator.example> ") == Uris{"sip:w1-!.*!@webrtc.operator.example"});
    CHECK(addresses_in("").empty());
    CHECK(addresses_in(" , ").empty());
}
