// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

using namespace wims;
using namespace wims::test;
using iq::EventKind;

TEST_CASE("TOK-03: JsSIP refreshes its session by UPDATE without SDP every 90 s, with a token that no longer counts") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(EventKind::dtls_established, c.rig.gateway.context());
    c.wic->token = "expired.token";
    for (int i = 0; i < 3; ++i) {
        c.rig.pass(45s);
        auto m = c.wic->in_dialog("UPDATE", c.invite, c.ok, ++c.wic->cseq);
        m.append("Contact", '<' + c.wic->contact + ";ob>");
        m.append("Session-Expires", "90;refresher=uac");
        m.append("Supported", "timer");
        c.wic->send(m);
        const auto sent = c.rig.mw.last("UPDATE");
        CHECK(sent->message.get("Session-Expires") == "90;refresher=uac");
        CHECK(sent->message.cseq() == static_cast<std::uint32_t>(i + 2));
        CHECK_FALSE(sent->message.has("Authorization"));
        auto ok = c.rig.core_response(sent->message, 200);
        ok.append("Session-Expires", "90;refresher=uac");
        c.rig.mw.answer(sent, std::move(ok));
        c.rig.run();
        CHECK(c.wic->status(m) == 200);
        CHECK(c.wic->last_response(m).get("Session-Expires") == "90;refresher=uac");
    }
    CHECK(c.rig.host.counted("p_cscf.tokens_ignored") == 4);  // the ACK's among them
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("TOK-03 TOK-04: a bad token on re-INVITE, INFO, ACK, CANCEL and BYE is ignored, counted and stays behind") {
    OutgoingCall c;
    SUBCASE("in the call") {
        c.answered();
        c.wic->token = "expired.token";
        const auto again = c.wic_sends("INVITE", browser_offer);
        c.core_says(200, phone_answer);
        CHECK(c.wic->status(again) == 200);
        c.wic->send(c.wic->in_dialog("ACK", c.invite, c.ok, c.wic->cseq));
        c.wic_sends("INFO");
        CHECK(c.rig.mw.all("INFO").size() == 1);
        CHECK(c.wic->status(c.wic_sends("BYE")) == 200);
        CHECK(c.rig.host.counted("p_cscf.tokens_ignored") == 5);
    }
    SUBCASE("while it rings") {
        c.dial();
        c.core_says(180);
        auto cancel = sip::Message::request("CANCEL", echo);
        for (const auto* name : {"Via", "From", "To", "Call-ID"}) cancel.append(name, std::string(c.invite.get(name)));
        cancel.append("CSeq", std::to_string(c.invite.cseq()) + " CANCEL");
        cancel.append("Authorization", "Bearer expired.token");
        c.wic->send(cancel);
        CHECK(c.wic->status(c.invite) == 487);
        CHECK(c.rig.host.counted("p_cscf.tokens_ignored") == 1);
        c.core_says(487);
    }
    for (const auto& sent : c.rig.mw.sent) CHECK(sent->message.to_text().find("expired.token") == std::string::npos);
    c.check_clean();
}

TEST_CASE("a peer without UPDATE: the refresh is answered on its own leg") {
    OutgoingCall c;
    c.dial();
    auto ok = c.rig.core_response(c.sent()->message, 200, phone_answer);
    for (const auto* method : {"INVITE", "ACK", "BYE", "CANCEL"}) ok.append("Allow", method);
    c.rig.mw.answer(c.sent(), std::move(ok));
    c.rig.run();
    c.ok = c.wic->last_response(c.invite);
    c.wic->send(c.wic->in_dialog("ACK", c.invite, c.ok, c.wic->cseq));
    auto m = c.wic->in_dialog("UPDATE", c.invite, c.ok, ++c.wic->cseq);
    m.append("Session-Expires", "90");
    c.wic->send(m);
    CHECK(c.wic->status(m) == 200);
    CHECK(c.wic->last_response(m).get("Session-Expires") == "90;refresher=uac");  // never without one [RFC 4028 9]
    CHECK(c.wic->last_response(m).get("Require") == "timer");
    CHECK(c.rig.mw.all("UPDATE").empty());
}

TEST_CASE("a call left alone for 60 virtual seconds lives") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(EventKind::ice_connected, c.rig.gateway.context());
    c.rig.gateway.tell(EventKind::dtls_established, c.rig.gateway.context());
    c.rig.pass(60s);
    CHECK(c.rig.instance->sessions() == 1);
    CHECK(c.rig.mw.all("BYE").empty());
    CHECK(c.wic->requests("BYE").empty());
    CHECK(c.rig.gateway.live.size() == 1);
}

TEST_CASE("RER-05: the WIC came back on another socket and hangs up there; a stranger may not") {
    OutgoingCall c;
    c.answered();
    c.wic->close();
    Wic stranger(c.rig, 3, "sip:Alice@enterprise.com");
    stranger.token = "alices.token";
    REQUIRE(stranger.log_in() == 200);
    auto bye = c.wic->in_dialog("BYE", c.invite, c.ok, 50);
    stranger.send(bye);
    CHECK(stranger.status(bye) == 403);
    CHECK(c.rig.instance->sessions() == 1);
    Wic again(c.rig, 4);
    REQUIRE(again.log_in() == 200);
    bye = c.wic->in_dialog("BYE", c.invite, c.ok, 51);
    again.send(bye);
    CHECK(again.status(bye) == 200);
    c.check_clean();
}

TEST_CASE("re-INVITE of the WIC with SDP goes through the IMS-ALG and comes back; ACK to the core at once") {
    OutgoingCall c;
    c.answered();
    const auto configured = c.rig.gateway.configured.size();
    const auto m = c.wic_sends("INVITE", browser_offer);
    const auto sent = c.rig.mw.last("INVITE");
    REQUIRE(sent->message.to_tag() == "core9");
    CHECK(sent->message.body().find("10.10.1.5") != std::string::npos);
    CHECK(c.rig.gateway.configured.size() > configured);
    c.rig.mw.answer(sent, c.rig.core_response(sent->message, 200, phone_answer));
    c.rig.run();
    CHECK(c.wic->status(m) == 200);
    CHECK(c.wic->last_response(m).body().find("a=ice-lite") != std::string::npos);
    CHECK(c.rig.mw.acks.size() == 2);
    CHECK(c.rig.mw.acks.back().cseq() == sent->message.cseq());
    c.wic->send(c.wic->in_dialog("ACK", c.invite, c.ok, c.wic->cseq));
    CHECK(c.rig.instance->sessions() == 1);
    CHECK(c.rig.gateway.live.size() == 1);
}

TEST_CASE("re-INVITE refused by the core: its status, and the gateway is as before") {
    OutgoingCall c;
    c.answered();
    const auto m = c.wic_sends("INVITE", browser_offer);
    const auto sent = c.rig.mw.last("INVITE");
    c.rig.mw.answer(sent, c.rig.core_response(sent->message, 488));
    c.rig.run();
    CHECK(c.wic->status(m) == 488);
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("E31 IQ-10: a re-INVITE through every fault of the gateway; the call goes on and the next one works") {
    for (const auto fault : every_fault) {
        CAPTURE(static_cast<int>(fault));
        OutgoingCall c;
        c.answered();
        c.rig.gateway.tell(EventKind::dtls_established, c.rig.gateway.context());
        c.rig.gateway.faults.set(fault);
        const auto m = c.wic_sends("INVITE", browser_offer);
        c.rig.pass(10s);
        c.rig.gateway.faults.set(Fault::none);
        const bool works = fault == Fault::none || fault == Fault::twice;
        CHECK(c.rig.mw.all("INVITE").size() == (works ? 2 : 1));
        if (works) continue;
        CHECK(c.wic->status(m) == 503);
        CHECK(c.rig.instance->sessions() == 1);
        CHECK(c.rig.gateway.live.size() == 1);
        c.wic_sends("INVITE", browser_offer);
        CHECK(c.rig.mw.all("INVITE").size() == 2);
    }
}

TEST_CASE("E31 RFC 3261 13.2.2.4: the answer to a re-INVITE cannot be had: ACK, the refusal, then BYE on both legs") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(EventKind::dtls_established, c.rig.gateway.context());
    int status = 0;
    const char* answer = phone_answer;
    const auto m = c.wic_sends("INVITE", browser_offer);
    SUBCASE("the gateway fails") {
        c.rig.gateway.refuse_configure = Error{ErrorKind::io, "down", 500};
        status = 503;
    }
    SUBCASE("the gateway is silent") {
        c.rig.gateway.faults.set(Fault::lost);
        status = 503;
    }
    SUBCASE("the answer is of no use") {
        answer = browser_answer;
        status = 488;
    }
    c.core_says(200, answer);
    c.rig.pass(10s);
    CHECK(c.wic->status(m) == status);
    CHECK(c.rig.mw.acks.size() == 2);
    CHECK(c.wic->requests("BYE").size() == 1);
    CHECK(c.rig.mw.all("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("E30: glare while the answer to a late offer is awaited; the 2xx of a re-INVITE that is never acknowledged") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(EventKind::dtls_established, c.rig.gateway.context());
    const auto late = c.core_sends("INVITE", 1);
    auto ok = sip::Message::response_to(c.wic->last_request("INVITE"), 200);
    ok.set_body("application/sdp", browser_offer);
    c.wic->send(ok);
    REQUIRE(late->status() == 200);
    CHECK(c.wic->requests("ACK").empty());
    CHECK(c.wic->status(c.wic_sends("INVITE", browser_offer)) == 491);
    SUBCASE("the ACK comes") {
        c.core_sends("ACK", 1, phone_answer);
        CHECK(c.wic->last_request("ACK").body().find("a=ice-lite") != std::string::npos);
        c.wic_sends("INVITE", browser_offer);
        CHECK(c.rig.mw.all("INVITE").size() == 2);
        CHECK(c.rig.instance->sessions() == 1);
    }
    SUBCASE("it never comes: nobody answered the WIC's offer, so the call ends") {
        c.rig.pass(33s);
        CHECK(c.wic->requests("ACK").size() == 1);
        CHECK(c.wic->requests("BYE").size() == 1);
        CHECK(c.rig.mw.last("BYE")->message.get("Reason") == "SIP;cause=408;text=\"no ACK\"");
        c.check_clean();
    }
}

TEST_CASE("ALG-12: hold and resume: neither side gets other ICE credentials or another fingerprint") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(EventKind::dtls_established, c.rig.gateway.context());
    const auto line = [](const sip::Message& m, const std::string& name) {
        const auto at = m.body().find("a=" + name);
        return at == std::string::npos ? std::string() : m.body().substr(at, m.body().find("\r\n", at) - at);
    };
    const auto with = [](std::string sdp, const std::string& direction) {
        return sdp.replace(sdp.find("a=sendrecv"), 10, "a=" + direction);
    };
    for (const auto& [asked, agreed] : {std::pair{"sendonly", "recvonly"}, std::pair{"sendrecv", "sendrecv"}}) {
        CAPTURE(asked);
        const auto m = c.wic_sends("INVITE", with(browser_offer, asked));
        CHECK(line(c.sent()->message, asked) == std::string("a=") + asked);
        c.core_says(200, with(phone_answer, agreed));
        const auto back = c.wic->last_response(m);
        REQUIRE(back.status() == 200);
        CHECK(line(back, agreed) == std::string("a=") + agreed);
        for (const auto* name : {"ice-ufrag", "ice-pwd", "fingerprint"}) {
            CHECK_FALSE(line(back, name).empty());
            CHECK(line(back, name) == line(c.ok, name));
        }
        c.wic->send(c.wic->in_dialog("ACK", c.invite, c.ok, c.wic->cseq));
    }
    CHECK(c.rig.gateway.live.size() == 1);
    CHECK(c.rig.gateway.reserved.size() == 1);
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("E26 E27 E28: a re-INVITE that cannot be negotiated is refused, the call goes on") {
    OutgoingCall c;
    c.answered();
    auto m = c.wic->in_dialog("INVITE", c.invite, c.ok, ++c.wic->cseq);
    int status = 0;
    SUBCASE("no SDP") {
        m.set_body("text/plain", "x");
        status = 415;
    }
    SUBCASE("broken") {
        m.set_body("application/sdp", "v=0\r\nm=\r\n");
        status = 400;
    }
    SUBCASE("no DTLS") {
        m.set_body("application/sdp", phone_offer);
        status = 488;
    }
    c.wic->send(m);
    CHECK(c.wic->status(m) == status);
    CHECK(c.rig.mw.all("INVITE").size() == 1);
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("re-INVITE of the core reaches the WIC; glare is 491, a second one of the same side 500 (E30)") {
    OutgoingCall c;
    c.answered();
    const auto first = c.core_sends("INVITE", 1, phone_offer);
    const auto at_wic = c.wic->last_request("INVITE");
    CHECK(at_wic.to_tag() == c.invite.from_tag());
    CHECK(at_wic.body().find("a=ice-lite") != std::string::npos);
    const auto glare = c.wic_sends("INVITE", browser_offer);
    CHECK(c.wic->status(glare) == 491);
    const auto second = c.core_sends("INVITE", 2, phone_offer);
    CHECK(second->status() == 500);
    auto ok = sip::Message::response_to(at_wic, 200);
    ok.append("Contact", '<' + c.wic->contact + ";ob>");
    ok.set_body("application/sdp", browser_answer);
    c.wic->send(ok);
    CHECK(first->status() == 200);
    CHECK(first->responses.back().body().find("RTP/AVP") != std::string::npos);
    CHECK(c.wic->requests("ACK").size() == 1);
}

TEST_CASE("INFO passes with its body; PRACK has nothing to acknowledge; an old CSeq is 500; strangers get 481") {
    OutgoingCall c;
    c.answered();
    auto info = c.wic->in_dialog("INFO", c.invite, c.ok, ++c.wic->cseq);
    info.set_body("application/dtmf-relay", "Signal=5\r\n");
    c.wic->send(info);
    const auto sent = c.rig.mw.last("INFO");
    CHECK(sent->message.body() == "Signal=5\r\n");
    CHECK(sent->message.get("Content-Type") == "application/dtmf-relay");
    c.rig.mw.answer(sent, sip::Message::response_to(sent->message, 200));
    c.rig.run();
    CHECK(c.wic->status(info) == 200);

    CHECK(c.wic->status(c.wic_sends("PRACK")) == 481);
    CHECK(c.wic->status(c.wic_sends("REFER")) == 405);
    const auto old = c.wic->in_dialog("INFO", c.invite, c.ok, 1);
    c.wic->send(old);
    CHECK(c.wic->status(old) == 500);
    auto foreign = c.wic->in_dialog("BYE", c.invite, c.ok, 90);
    foreign.set("Call-ID", "another");
    c.wic->send(foreign);
    CHECK(c.wic->status(foreign) == 481);
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("E25: a request of the core in a dialog that we do not have: 481; an unknown ACK: silence") {
    OutgoingCall c;
    c.answered();
    auto m = c.rig.core_in_dialog_called("BYE", c.sent()->message, 1);
    m.set("From", "<sip:x@y.z>;tag=unknown");
    const auto bye = c.rig.mw.receive(m);
    m.set_method("ACK");
    const auto ack = c.rig.mw.receive(m);
    c.rig.run();
    CHECK(bye->status() == 481);
    CHECK(ack->responses.empty());
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("the peer says 481 to a request of the call: the call is over on the other leg too") {
    OutgoingCall c;
    c.answered();
    const auto m = c.wic_sends("UPDATE");
    const auto sent = c.rig.mw.last("UPDATE");
    c.rig.mw.answer(sent, c.rig.core_response(sent->message, 481));
    c.rig.run();
    CHECK(c.wic->status(m) == 481);
    CHECK(c.wic->requests("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("IQ-10: the instance ends in mid-call: BYE on both legs, the context given back") {
    OutgoingCall c;
    c.answered();
    c.rig.instance.reset();
    CHECK(c.rig.mw.all("BYE").size() == 1);
    CHECK(c.rig.gateway.live.empty());
}

TEST_CASE("IQ-10: the instance ends at each await point; nothing runs afterwards") {
    for (int seam = 0; seam < 3; ++seam) {
        OutgoingCall c;
        test::FaultInjector* injectors[] = {&c.rig.tokens.faults, &c.rig.registrar.faults, &c.rig.gateway.faults};
        injectors[seam]->set(Fault::late);
        c.dial();
        const auto again = c.wic->register_request();
        c.wic->send(again);
        c.rig.instance.reset();
        c.rig.pass(300s);
    }
}
