// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/sip/message_view.hpp"

#include <doctest/doctest.h>

#include "mini_ims/sip/recent_messages.hpp"

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

TEST_CASE("EPC-18 ALG-10: what came in is kept as it came, for a test to look into") {
    const std::string headers =
        "Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK1\r\nMax-Forwards: 69\r\nf: \"Bob\" <sip:Bob@enterprise.com>;tag=1\r\n"
        "To: <sip:echo@ims.example>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
        "Route: <sip:a;lr>, <sip:b;lr>\r\nSession-ID: 1;remote=2\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n";
    for (const std::string start :
         {"INVITE sip:echo@ims.example;user=phone SIP/2.0\r\n", "SIP/2.0 200 Fine with me\r\n"}) {
        const std::string text = start + headers;
        msg_t* message =
            msg_make(sip_default_mclass(), MSG_DO_EXTRACT_COPY, text.data(), static_cast<issize_t>(text.size()));
        REQUIRE(message != nullptr);
        const sip_t* sip = sip_object(message);
        REQUIRE(sip != nullptr);
        CHECK(message_text(sip) == text);
        msg_fragment_clear(sip->sip_via->v_common);  // as the stack does when it adds ;received
        CHECK(message_text(sip) == text);
        msg_destroy(message);
    }
}

TEST_CASE("the last hundred messages are kept, the oldest first") {
    RecentMessages recent;
    for (int i = 0; i < 130; ++i) recent.add(std::to_string(i));
    REQUIRE(recent.texts().size() == RecentMessages::limit);
    CHECK(recent.texts().front() == "30");
    CHECK(recent.texts().back() == "129");
}
