// SPDX-License-Identifier: Apache-2.0
#include "forked_call.hpp"

using namespace wims;
using namespace wims::test;

namespace {

/// Bob's device `number`, as it was, on a new socket.
std::unique_ptr<Wic> back_again(Rig& rig, const Wic& before, std::uint64_t connection) {
    auto wic = std::make_unique<Wic>(rig, connection, before.identity);
    wic->instance = before.instance;
    wic->contact = before.contact;
    return wic;
}

}  // namespace

TEST_CASE("RER-05: the binding moves in mid-call: the core's next request comes on the new socket, unasked") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(iq::EventKind::dtls_established, c.rig.gateway.context());
    bool old_socket_closed = false;
    SUBCASE("the old socket is gone") {
        c.wic->close();
        old_socket_closed = true;
    }
    SUBCASE("nobody has noticed yet that the old socket is gone") {}
    auto again = back_again(c.rig, *c.wic, 9);
    REQUIRE(again->log_in() == 200);
    int cseq = 0;
    for (const auto* method : {"INVITE", "UPDATE", "INFO", "BYE"}) {
        CAPTURE(method);
        const bool offer = ++cseq == 1;
        const auto at_core = c.core_sends(method, cseq, offer ? phone_offer : "");
        REQUIRE(again->requests(method).size() == 1);
        const auto m = again->last_request(method);
        CHECK(m.request_uri() == c.wic->contact + ";ob");
        CHECK(m.call_id() == c.invite.call_id());
        if (method == std::string_view("BYE")) break;
        auto ok = sip::Message::response_to(m, 200);
        ok.append("Contact", '<' + c.wic->contact + ";ob>");
        if (offer) ok.set_body("application/sdp", browser_answer);
        again->send(ok);
        CHECK(at_core->status() == 200);
    }
    if (!old_socket_closed) CHECK(c.wic->requests("INVITE").empty());
    c.check_clean();
}

TEST_CASE("RER-05: while the socket is away, requests of the core get 480 with Retry-After and the call lives") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(iq::EventKind::dtls_established, c.rig.gateway.context());
    c.wic->close();
    int cseq = 0;
    for (const auto* method : {"INVITE", "UPDATE", "INFO"}) {
        const auto m = c.core_sends(method, cseq + 1, cseq == 0 ? phone_offer : "");
        ++cseq;
        CHECK(m->status() == 480);
        CHECK(m->responses.back().get("Retry-After") == "5");
    }
    CHECK(c.rig.instance->sessions() == 1);
    auto again = back_again(c.rig, *c.wic, 9);
    REQUIRE(again->log_in() == 200);
    c.core_sends("BYE", 500);
    CHECK(again->requests("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("RER-05: the socket dies under a request of the core: 480, and the next one works on the new socket") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(iq::EventKind::dtls_established, c.rig.gateway.context());
    const auto first = c.core_sends("INVITE", 1, phone_offer);
    REQUIRE(c.wic->requests("INVITE").size() == 1);
    c.wic->close();
    CHECK(first->status() == 480);
    auto again = back_again(c.rig, *c.wic, 9);
    REQUIRE(again->log_in() == 200);
    const auto second = c.core_sends("INVITE", 2, phone_offer);
    auto ok = sip::Message::response_to(again->last_request("INVITE"), 200);
    ok.set_body("application/sdp", browser_answer);
    again->send(ok);
    CHECK(second->status() == 200);
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("RER-05: over another IWF too; another device of the same user and another user move nothing") {
    ForkedCall c(1);
    iwf::Link& link = c.rig.iwf;
    c.rig.instance->attach(2, link);
    c.call();
    c.says(0, 200, browser_answer);
    c.core_sends("ACK", 5);
    c.rig.gateway.tell(iq::EventKind::dtls_established, c.rig.gateway.context());
    c.wic(0).close();
    Wic tablet(c.rig, 4);
    REQUIRE(tablet.log_in() == 200);
    Wic alice(c.rig, 5, "sip:Alice@enterprise.com");
    alice.token = "alices.token";
    alice.instance = c.wic(0).instance;
    REQUIRE(alice.log_in() == 200);
    CHECK(c.core_sends("INFO", 6)->status() == 480);
    auto again = back_again(c.rig, c.wic(0), 9);
    again->flow = {2, 5, 1};
    c.rig.instance->receive(
        iwf::Up{again->flow, TrailId::create(), "https://wwsf.example", {"203.0.113.8", 50001}, "TLSv1.3", "x"});
    REQUIRE(again->log_in() == 200);
    c.core_sends("BYE", 7);
    CHECK(again->requests("BYE").size() == 1);
    CHECK(tablet.requests("BYE").empty());
    CHECK(alice.requests("BYE").empty());
    c.check_clean();
}

TEST_CASE("RER-05: a device that reconnects while it rings: the branch of its old socket ends, the call goes on") {
    ForkedCall c(2);
    c.call();
    c.says(0, 180);
    c.wic(0).close();
    auto again = back_again(c.rig, c.wic(0), 9);
    REQUIRE(again->log_in() == 200);
    CHECK(again->requests("INVITE").empty());
    c.says(1, 200, browser_answer);
    CHECK(c.core->status() == 200);
    c.core_sends("ACK", 5);
    c.core_sends("BYE", 6);
    c.check_clean();
}

TEST_CASE("DER-05: a contact is removed: its calls end on both sides, whichever way they were made") {
    SUBCASE("it called") {
        OutgoingCall c;
        c.answered();
        const auto removal = c.wic->register_request(0);
        c.wic->send(removal);
        CHECK(c.wic->status(removal) == 200);
        CHECK(c.wic->last_request("BYE").get("Reason") == "SIP;cause=480;text=\"the user has logged out\"");
        CHECK(c.rig.mw.all("BYE").size() == 1);
        c.check_clean();
    }
    SUBCASE("it was dialling") {
        OutgoingCall c;
        c.dial();
        c.core_says(180);
        c.wic->send(c.wic->register_request(0));
        CHECK(c.wic->status(c.invite) == 480);
        CHECK(c.sent()->cancelled);
        c.core_says(487);
        c.check_clean();
    }
    SUBCASE("it was called; the other device's removal ends nothing") {
        ForkedCall c(2);
        c.call();
        c.says(0, 200, browser_answer);
        c.says(1, 487);
        c.core_sends("ACK", 5);
        c.wic(1).send(c.wic(1).register_request(0));
        CHECK(c.rig.mw.all("BYE").empty());
        c.wic(0).send(c.wic(0).register_request(0));
        CHECK(c.rig.mw.all("BYE").size() == 1);
        CHECK(c.wic(0).requests("BYE").size() == 1);
        c.check_clean();
    }
    SUBCASE("it rang, another one rings on") {
        ForkedCall c(2);
        c.call();
        c.says(0, 180);
        c.wic(0).send(c.wic(0).register_request(0));
        CHECK(c.wic(0).requests("CANCEL").size() == 1);
        CHECK(c.core->status() == 180);
        c.says(0, 487);
        c.says(1, 486);
        CHECK(c.core->status() == 486);
        c.check_clean();
    }
}
