// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

using namespace wims;
using namespace wims::test;

// BYE where nobody expects it: before an answer, between the answer and its ACK, from both sides at once.

TEST_CASE("RFC 3261 15: BYE while it rings is as good as CANCEL, and what crosses it is still ended") {
    OutgoingCall c;
    c.dial();
    c.core_says(180);
    const auto ringing = c.wic->last_response(c.invite);
    const auto bye = c.wic->in_dialog("BYE", c.invite, ringing, ++c.wic->cseq);
    c.wic->send(bye);
    CHECK(c.wic->status(bye) == 200);
    CHECK(c.wic->status(c.invite) == 487);
    CHECK(c.sent()->cancelled);
    CHECK(c.rig.gateway.live.empty());
    SUBCASE("487") { c.core_says(487); }
    SUBCASE("the core answered meanwhile") {
        c.core_says(200, phone_answer);
        CHECK(c.rig.mw.acks.size() == 1);
        CHECK(c.rig.mw.all("BYE").size() == 1);
    }
    SUBCASE("a second BYE, then the core's answer") {
        const auto again = c.wic->in_dialog("BYE", c.invite, ringing, ++c.wic->cseq);
        c.wic->send(again);
        CHECK(c.wic->status(again) == 200);
        c.core_says(200, phone_answer);
        CHECK(c.rig.mw.acks.size() == 1);
        CHECK(c.rig.mw.all("BYE").size() == 1);
    }
    SUBCASE("the core never says anything") { c.rig.pass(33s); }
    c.check_clean();
    CHECK(c.rig.host.counted("p_cscf.calls_failed") == 1);
}

TEST_CASE("RFC 3261 15: the caller's BYE while the gateway is told the answer: 487, and BYE to the core") {
    OutgoingCall c;
    c.dial();
    c.core_says(180);
    const auto ringing = c.wic->last_response(c.invite);
    c.rig.gateway.faults.set(Fault::lost);
    c.core_says(200, phone_answer);
    CHECK(c.wic->status(c.invite) == 180);
    c.wic->send(c.wic->in_dialog("BYE", c.invite, ringing, ++c.wic->cseq));
    CHECK(c.wic->status(c.invite) == 487);
    CHECK(c.rig.mw.acks.size() == 1);
    CHECK(c.rig.mw.all("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("RFC 3261 15: media is lost and the WIC hangs up, both before the core's ACK: the core still gets its BYE") {
    IncomingCall c;
    c.call();
    c.wic_says(200, browser_answer);
    REQUIRE(c.core->status() == 200);
    c.rig.gateway.tell(iq::EventKind::dtls_failed, c.rig.gateway.context());
    c.rig.run();
    CHECK(c.wic->requests("BYE").size() == 1);
    c.wic->send(c.wic->in_dialog_called("BYE", c.ringing(), 10));  // crosses ours
    CHECK(c.rig.mw.all("BYE").empty());
    c.core_sends("ACK", 5);
    CHECK(c.rig.mw.all("BYE").size() == 1);
    c.check_clean();
}
