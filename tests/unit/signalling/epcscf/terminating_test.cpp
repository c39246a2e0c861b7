// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE("TRM-02 TRM-03 TRM-04 TRM-05 TRM-07 R3-09: the INVITE that the WIC gets") {
    IncomingCall c;
    c.call();
    CHECK(c.rig.registrar.count("fetch") == 1);
    const auto m = c.ringing();
    CHECK(m.request_uri() == c.wic->contact);
    CHECK(m.get("To") == "<sip:Bob@enterprise.com>");
    CHECK(m.get("From") == "\"Carol\" <sip:carol@other.net>;tag=c1");
    CHECK(m.call_id() != "core-call-1");
    CHECK(m.all("Via").size() == 1);
    CHECK(m.get("P-Asserted-Identity") == "<sip:carol@other.net>");
    for (const auto* name : {"P-Called-Party-ID", "P-Charging-Vector", "Record-Route", "Route", "Session-ID"})
        CHECK_FALSE(m.has(name));
    CHECK(m.body().find("a=setup:actpass") != std::string::npos);
    CHECK(m.body().find("UDP/TLS/RTP/SAVPF") != std::string::npos);
    for (const auto& text : c.rig.iwf.texts) CHECK(text.find("w1-000123") == std::string::npos);
    CHECK(c.core->status() == 100);
}

TEST_CASE("TRM-07 TRM-09: the caller's identity: a tel URI becomes SIP, an IMPU of ours is hidden, Privacy is kept") {
    IncomingCall c;
    auto m = c.rig.core_invite(bobs_impu, phone_offer);
    std::string from, asserted;
    SUBCASE("tel") {
        m.set("From", "<tel:+15550100>;tag=c1");
        from = "<sip:+15550100@enterprise.com;user=phone>;tag=c1";
        asserted = "<sip:carol@other.net>";
    }
    SUBCASE("another IMPU of the block") {
        m.set("From", "<sip:w1-000777@webrtc.operator.example>;tag=c1");
        m.set("P-Asserted-Identity", "<sip:w1-000777@webrtc.operator.example>");
        from = "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=c1";
    }
    SUBCASE("Privacy: id") {
        m.append("Privacy", "user;id");
        from = "\"Carol\" <sip:carol@other.net>;tag=c1";
    }
    c.core = c.rig.mw.receive(std::move(m));
    c.rig.run();
    CHECK(c.ringing().get("From") == from);
    CHECK(c.ringing().get("P-Asserted-Identity") == asserted);
    check_secrets(c.rig);
}

TEST_CASE("TRM-06 TRM-08: answered: PAI of the IMPU towards the core, trail from Session-ID; BYE of each side") {
    IncomingCall c;
    c.call();
    c.wic_says(180);
    REQUIRE(c.core->status() == 180);
    CHECK(c.core->responses.back().get("P-Asserted-Identity") == "<sip:w1-000123@webrtc.operator.example>");
    c.wic_says(200, browser_answer);
    REQUIRE(c.core->status() == 200);
    const auto ok = c.core->responses.back();
    CHECK(ok.get("P-Asserted-Identity") == "<sip:w1-000123@webrtc.operator.example>");
    CHECK(ok.get("To").substr(0, 24) == "<sip:Bob@enterprise.com>");
    CHECK(ok.to_tag() == c.core->responses[1].to_tag());
    CHECK(ok.get("Record-Route") == "<sip:scscf1.ims.operator.example:6060;lr>");
    CHECK(std::string(ok.get("Contact")).find("@127.0.0.1:5062>") != std::string::npos);
    CHECK(std::string(ok.get("Session-ID")).find(";remote=0123456789abcdef0123456789abcdef") == 32);
    CHECK(ok.body().find("RTP/AVP") != std::string::npos);
    CHECK(ok.body().find("candidate") == std::string::npos);
    CHECK(c.rig.gateway.reserved[0].trail.hex() == "0123456789abcdef0123456789abcdef");
    const auto ack = c.wic->last_request("ACK");
    CHECK(ack.request_uri() == c.wic->contact + ";ob");
    c.rig.mw.receive(c.rig.core_in_dialog("ACK", c.core->request(), ok, 5));
    c.rig.run();

    SUBCASE("the core hangs up") {
        CHECK(c.core_sends("BYE", 6)->status() == 200);
        CHECK(c.wic->last_request("BYE").to_tag() == "wic1");
    }
    SUBCASE("the WIC hangs up") {
        const auto bye = c.wic->in_dialog_called("BYE", c.ringing(), 10);
        c.wic->send(bye);
        CHECK(c.wic->status(bye) == 200);
        const auto sent = c.rig.mw.last("BYE")->message;
        CHECK(sent.request_uri() == "sip:carol@127.0.0.31:5060");
        CHECK(sent.get("Route") == "<sip:scscf1.ims.operator.example:6060;lr>");
        CHECK(sent.to_tag() == "c1");
        CHECK(sent.from_tag() == ok.to_tag());
        CHECK(sent.call_id() == "core-call-1");
    }
    c.check_clean();
    bool trail_in_log = false;
    for (const auto& line : c.rig.host.lines())
        trail_in_log |= line.text == "call finished" && line.trail == "0123456789abcdef0123456789abcdef";
    CHECK(trail_in_log);
}

TEST_CASE("TRM-02 TRM-10 TRM-11 E33 E21: who cannot be reached, and how fast the core hears it") {
    IncomingCall c;
    int status = 0;
    auto m = c.rig.core_invite(bobs_impu, phone_offer);
    SUBCASE("nobody named") {
        m.remove("P-Called-Party-ID");
        status = 404;
    }
    SUBCASE("outside the blocks") {
        m.set("P-Called-Party-ID", "<sip:zz@webrtc.operator.example>");
        status = 404;
    }
    SUBCASE("not registered") {
        m.set("P-Called-Party-ID", "<sip:w1-000999@webrtc.operator.example>");
        status = 480;
    }
    SUBCASE("flow dead (EXP-04)") {
        c.wic->close();
        status = 480;
    }
    SUBCASE("token of another process") {
        c.rig.registrar.users.begin()->second.contacts[0].flow.token = "AAAA";
        status = 480;
    }
    SUBCASE("registrar down (TRM-14)") {
        c.rig.registrar.refuse = Error{ErrorKind::io, "down", 504};
        status = 504;
    }
    SUBCASE("gateway full (E31)") {
        c.rig.gateway.refuse = Error{ErrorKind::limit, "full", 503};
        status = 500;
    }
    SUBCASE("no SDP (E26)") {
        m.set_body("text/plain", "x");
        status = 415;
    }
    SUBCASE("broken SDP (E27)") {
        m.set_body("application/sdp", "v=0\r\nm=\r\n");
        status = 400;
    }
    c.core = c.rig.mw.receive(std::move(m));
    c.rig.run();
    CHECK(c.core->status() == status);
    CHECK(c.wic->requests("INVITE").empty());
    c.check_clean();
}

TEST_CASE("TRM-02: one Request-URI, the block's Contact; P-Called-Party-ID tells Bob from Alice") {
    IncomingCall c;
    Wic alice(c.rig, 2, "sip:Alice@enterprise.com");
    alice.token = "alices.token";
    REQUIRE(alice.log_in() == 200);
    auto for_alice = c.rig.core_invite("sip:w1-000124@webrtc.operator.example", phone_offer);
    REQUIRE(c.rig.registrar.users.at("sip:Alice@enterprise.com").impu == "sip:w1-000124@webrtc.operator.example");
    for_alice.set("Call-ID", "core-call-2");
    const auto for_bob = c.rig.core_invite(bobs_impu, phone_offer);
    CHECK(for_alice.request_uri() == for_bob.request_uri());
    c.rig.mw.receive(for_alice);
    c.rig.run();
    CHECK(alice.last_request("INVITE").get("To") == "<sip:Alice@enterprise.com>");
    CHECK(c.wic->requests("INVITE").empty());
    c.rig.mw.receive(for_bob);
    c.rig.run();
    CHECK(c.ringing().get("To") == "<sip:Bob@enterprise.com>");
    CHECK(alice.requests("INVITE").size() == 1);
}

TEST_CASE("EPC-17 TRM-08: what a WIC claims in its answers does not reach the core either") {
    IncomingCall c;
    c.call();
    for (const int status : {180, 200}) {
        auto m = c.wic->answer(c.ringing(), status, status == 200 ? browser_answer : "");
        for (const auto* name :
             {"P-Asserted-Identity", "P-Preferred-Identity", "P-Profile-Key", "P-Served-User", "Record-Route"})
            m.append(name, "<sip:forged@ims.operator.example;lr>");
        for (const auto* name : {"P-Charging-Vector", "P-Charging-Function-Addresses", "P-Visited-Network-ID",
                                 "P-Access-Network-Info", "Authorization", "X-Unknown"})
            m.append(name, "forged");
        c.wic->send(m);
        REQUIRE(c.core->status() == status);
        const auto& sent = c.core->responses.back();
        CHECK(sent.to_text().find("forged") == std::string::npos);
        CHECK(sent.all("P-Asserted-Identity") == std::vector<std::string>{'<' + std::string(bobs_impu) + '>'});
        CHECK(sent.all("P-Access-Network-Info").size() == 1);
    }
}

TEST_CASE("TRM-05 TRM-06: called by external identity or by IMPU") {
    for (const auto* called : {"sip:Bob@Enterprise.com", bobs_impu}) {
        IncomingCall c;
        c.call(called);
        CHECK(c.ringing().get("To") == "<sip:Bob@enterprise.com>");
    }
}

TEST_CASE("E33 E31: declined, busy, silent, gone while ringing: the core hears it") {
    IncomingCall c([](auto& config) { config.no_answer = 20s; });
    c.call();
    int status = 0;
    SUBCASE("declined") {
        c.wic_says(603);
        status = 603;
    }
    SUBCASE("busy") {
        c.wic_says(486);
        status = 486;
    }
    SUBCASE("503 is not relayed") {
        c.wic_says(503);
        status = 500;
    }
    SUBCASE("the socket closes") {
        c.wic_says(180);
        c.wic->close();
        status = 480;
    }
    SUBCASE("nobody answers") {
        c.wic_says(180);
        c.rig.pass(21s);
        status = 480;
        CHECK(c.wic->requests("CANCEL").size() == 1);
        c.wic_says(487);
    }
    SUBCASE("the page is frozen") {
        c.rig.pass(60s);
        status = 480;
    }
    CHECK(c.core->status() == status);
    c.check_clean();
}

TEST_CASE("the core cancels while it rings") {
    IncomingCall c;
    c.call();
    c.wic_says(180);
    REQUIRE(c.core->cancel);
    c.core->cancel();
    c.rig.run();
    CHECK(c.core->status() == 487);
    CHECK(c.wic->requests("CANCEL").size() == 1);
    c.wic_says(487);
    c.check_clean();
}

TEST_CASE("the WIC's answer has no usable media: BYE to it, 488 to the core") {
    IncomingCall c;
    c.call();
    c.wic_says(200, phone_answer);
    CHECK(c.core->status() == 488);
    CHECK(c.wic->requests("ACK").size() == 1);
    CHECK(c.wic->requests("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("no ACK from the core: both legs are ended after 32 s") {
    IncomingCall c;
    c.call();
    c.wic_says(200, browser_answer);
    c.rig.pass(33s);
    CHECK(c.wic->requests("BYE").size() == 1);
    CHECK(c.rig.mw.all("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("the WIC hangs up before the core's ACK: BYE to the core waits for it [RFC 3261 15]") {
    IncomingCall c;
    c.call();
    c.wic_says(200, browser_answer);
    c.wic->send(c.wic->in_dialog_called("BYE", c.ringing(), 10));
    CHECK(c.rig.mw.all("BYE").empty());
    CHECK(c.rig.gateway.live.empty());
    c.core_sends("ACK", 5);
    CHECK(c.rig.mw.all("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("IQ-10 TRM-14: a terminating call through every fault of W6 and Iq: one final response, no context left") {
    for (const auto fault : every_fault) {
        for (const bool on_iq : {false, true}) {
            CAPTURE(static_cast<int>(fault));
            CAPTURE(on_iq);
            IncomingCall c;
            (on_iq ? c.rig.gateway.faults : c.rig.registrar.faults).set(fault);
            c.call();
            c.rig.pass(10s);
            const bool works = fault == Fault::none || fault == Fault::twice;
            CHECK(c.wic->requests("INVITE").size() == (works ? 1 : 0));
            if (works) continue;
            CHECK(c.core->status() >= 500);
            CHECK(c.core->status() != 503);
            if (on_iq) CHECK(c.core->status() == 500);
            c.check_clean();
        }
    }
}

TEST_CASE("ALG-11: a late offer from the core") {
    IncomingCall c;
    c.call(bobs_impu, "");
    CHECK(c.ringing().body().empty());
    c.wic_says(200, browser_offer);
    REQUIRE(c.core->status() == 200);
    CHECK(c.core->responses.back().body().find("RTP/AVP") != std::string::npos);
    CHECK(c.wic->requests("ACK").empty());
    auto ack = c.rig.core_in_dialog("ACK", c.core->request(), c.core->responses.back(), 5);
    ack.set_body("application/sdp", phone_answer);
    c.rig.mw.receive(std::move(ack));
    c.rig.run();
    CHECK(c.wic->last_request("ACK").body().find("a=ice-lite") != std::string::npos);
}

TEST_CASE("IQ-10 E31: the gateway fails when it is told the WIC's answer: ACK and BYE to the WIC, 500 to the core") {
    for (const auto fault : {Fault::lost, Fault::late, Fault::error, Fault::after_cancel}) {
        IncomingCall c;
        c.call();
        c.rig.gateway.faults.set(fault);
        c.wic_says(200, browser_answer);
        c.rig.pass(10s);
        CHECK(c.core->status() == 500);
        CHECK(c.wic->requests("ACK").size() == 1);
        CHECK(c.wic->requests("BYE").size() == 1);
        c.check_clean();
    }
}

TEST_CASE("E08 E09: what an INVITE of the core may not ask, and one that came on two ways") {
    IncomingCall c;
    auto m = c.rig.core_invite(bobs_impu, phone_offer);
    SUBCASE("Max-Forwards 0") {
        m.set("Max-Forwards", "0");
        const auto refused = c.rig.mw.receive(std::move(m));
        c.rig.run();
        CHECK(refused->status() == 483);
    }
    SUBCASE("an unknown option tag") {
        m.append("Require", "precondition");
        const auto refused = c.rig.mw.receive(std::move(m));
        c.rig.run();
        CHECK(refused->status() == 420);
        CHECK(refused->responses.back().get("Unsupported") == "precondition");
    }
    SUBCASE("merged") {
        c.call();
        m.set("Via", "SIP/2.0/UDP 127.0.0.13:6060;branch=z9hG4bKother");
        const auto copy = c.rig.mw.receive(m);
        c.rig.run();
        CHECK(copy->status() == 482);
        CHECK(c.wic->requests("INVITE").size() == 1);
        c.wic_says(486);
        CHECK(c.core->status() == 486);
        const auto later = c.rig.mw.receive(std::move(m));
        c.rig.run();
        CHECK(later->status() == 100);
        CHECK(c.wic->requests("INVITE").size() == 2);
        return;
    }
    CHECK(c.wic->requests("INVITE").empty());
    c.check_clean();
}

TEST_CASE("TRM-14: W6 is down: 504 within its time-out, and it was asked once") {
    IncomingCall c;
    c.rig.registrar.faults.set(Fault::lost);
    c.call();
    c.rig.pass(c.rig.config.registrar_timeout - 1ms);
    CHECK(c.core->status() == 100);
    c.rig.pass(2ms);
    CHECK(c.core->status() == 504);
    c.rig.pass(60s);
    CHECK(c.rig.registrar.count("fetch") == 1);
    c.check_clean();
}
