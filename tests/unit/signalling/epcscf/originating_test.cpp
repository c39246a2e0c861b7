// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE("ORG-01 ORG-02 ORG-03 ORG-05 ORG-10 EPC-07 EPC-13: the INVITE that the core gets") {
    OutgoingCall c;
    c.dial();
    const auto& m = c.sent()->message;
    CHECK(c.rig.registrar.count("fetch") == 1);
    CHECK(c.rig.gateway.reserved.size() == 1);
    CHECK(m.request_uri() == echo);
    CHECK(m.all("Route") == std::vector<std::string>{"<sip:orig@scscf1.ims.operator.example:6060;lr>"});
    CHECK_FALSE(m.has("Record-Route"));
    CHECK(m.get("From") == c.invite.get("From"));
    CHECK(m.get("To") == c.invite.get("To"));
    CHECK(m.call_id() != c.invite.call_id());
    CHECK(m.get("P-Asserted-Identity") == "<sip:w1-000123@webrtc.operator.example>");
    CHECK(m.get("P-Profile-Key") == "<sip:w1-!.*!@webrtc.operator.example>");
    CHECK(std::string(m.get("P-Access-Network-Info")).find("network-provided") != std::string::npos);
    CHECK(std::string(m.get("Contact")).find("@127.0.0.1:5062>") != std::string::npos);
    CHECK(m.get("Max-Forwards") == "68");
    const std::string trail(m.get("Session-ID").substr(0, 32));
    CHECK(m.get("P-Charging-Vector") == "icid-value=" + trail);
    CHECK(c.rig.gateway.reserved[0].trail.hex() == trail);
    CHECK(m.get("Content-Type") == "application/sdp");
    for (const auto* word : {"ice-", "candidate", "fingerprint", "BUNDLE", "rtcp-mux", "203.0.113"})
        CHECK(m.body().find(word) == std::string::npos);
    CHECK(m.body().find("10.10.1.5") != std::string::npos);
    c.dial();
    CHECK(c.rig.registrar.count("fetch") == 2);  // no cache
}

TEST_CASE("EPC-17 EPC-18 ORG-06 TOK-04: what a WIC claims does not reach the core") {
    OutgoingCall c;
    auto m = c.wic->invite(echo, browser_offer);
    for (const auto* name : {"P-Asserted-Identity", "P-Preferred-Identity", "P-Profile-Key", "P-Served-User"})
        m.append(name, "<sip:forged@ims.operator.example>");
    m.append("P-Charging-Vector", "icid-value=forged");
    m.append("P-Charging-Function-Addresses", "ccf=forged");
    m.append("P-Visited-Network-ID", "forged");
    m.append("P-Access-Network-Info", "3GPP;forged");
    m.append("Proxy-Authorization", "Digest integrity-protected=\"auth-done\"");
    m.append("Route", "<sip:forged@127.0.0.9;lr>");
    m.append("Session-ID", std::string(32, 'a') + ";remote=" + std::string(32, '0'));
    m.append("X-Unknown", "forged");
    c.wic->send(m);
    const auto text = c.sent()->message.to_text();
    for (const auto* word : {"forged", "good.token.abc", "Bearer", "auth-done", "100rel", "P-Preferred-Identity"})
        CHECK_MESSAGE(text.find(word) == std::string::npos, word);
    CHECK(text.find(std::string(32, 'a')) == std::string::npos);
    CHECK(text.find("Session-Expires: 90") != std::string::npos);  // session timers run from end to end
    CHECK_FALSE(c.rig.host.said("good.token.abc"));
}

TEST_CASE("ORG-05 ORG-11 TRM-08: answered: the browser's SDP, its own dialog, ACK at once; BYE of each side ends all") {
    OutgoingCall c;
    c.dial();
    c.core_says(180);
    CHECK(c.wic->status(c.invite) == 180);
    c.core_says(200, phone_answer);
    const auto ok = c.wic->last_response(c.invite);
    REQUIRE(ok.status() == 200);
    CHECK(ok.all("Via").size() == 1);
    CHECK_FALSE(ok.has("Record-Route"));
    CHECK(ok.get("From") == c.invite.get("From"));
    CHECK(std::string(ok.get("Contact")).find("@p-cscf-1.invalid;transport=ws>") != std::string::npos);
    CHECK(c.wic->responses(c.invite)[1].to_tag() == ok.to_tag());
    CHECK(ok.body().find("a=ice-lite") != std::string::npos);
    CHECK(ok.body().find("a=rtcp-mux") != std::string::npos);
    CHECK(ok.body().find("198.51.100.10") != std::string::npos);
    CHECK(ok.body().find("127.0.0.33") == std::string::npos);

    REQUIRE(c.rig.mw.acks.size() == 1);
    const auto& ack = c.rig.mw.acks[0];
    CHECK(ack.request_uri() == "sip:phone@127.0.0.33:5060");
    CHECK(ack.all("Route") ==
          std::vector<std::string>{"<sip:far.ims.operator.example;lr>", "<sip:near.ims.operator.example;lr>"});
    CHECK(ack.cseq() == 1);
    c.ok = ok;
    c.wic->send(c.wic->in_dialog("ACK", c.invite, ok, c.wic->cseq));

    SUBCASE("the WIC hangs up") {
        const auto bye = c.wic_sends("BYE");
        CHECK(c.wic->status(bye) == 200);
        const auto sent = c.rig.mw.last("BYE");
        CHECK(sent->message.request_uri() == "sip:phone@127.0.0.33:5060");
        CHECK(sent->message.all("Route").size() == 2);
        CHECK(sent->message.to_tag() == "core9");
        CHECK(sent->message.cseq() == 2);
        CHECK(std::string(sent->message.get("Session-ID")).find(";remote=fedcba9876543210fedcba9876543210") !=
              std::string::npos);
        CHECK_FALSE(sent->message.has("Authorization"));
        CHECK(c.rig.host.counted("p_cscf.tokens_ignored") == 2);  // of the ACK and of the BYE
    }
    SUBCASE("the core hangs up") {
        CHECK(c.core_sends("BYE")->status() == 200);
        const auto bye = c.wic->last_request("BYE");
        CHECK(bye.request_uri() == c.wic->contact + ";ob");
        CHECK(bye.get("To") == c.invite.get("From"));
        CHECK(bye.from_tag() == ok.to_tag());
        CHECK_FALSE(bye.has("Session-ID"));
    }
    c.check_clean();
    CHECK(c.rig.log_has("call finished", "direction", "originating"));
    CHECK(c.rig.host.counted("p_cscf.calls_answered") == 1);
}

TEST_CASE(
    "ORG-07 E24 ORG-08: From is another user: 403; P-Preferred-Identity of another is ignored; not registered: 403") {
    OutgoingCall c;
    auto m = c.wic->invite(echo, browser_offer);
    int status = 403;
    SUBCASE("From") { m.set("From", "<sip:Alice@enterprise.com>;tag=x"); }
    SUBCASE("From without brackets, ours in a parameter") {
        m.set("From", "sip:Alice@enterprise.com;x=\"<sip:Bob@enterprise.com>\";tag=x");
    }
    SUBCASE("From differs in case of the user") { m.set("From", "<sip:bob@enterprise.com>;tag=x"); }
    SUBCASE("not registered") {
        Wic stranger(c.rig, 2);
        m = stranger.invite(echo, browser_offer);
        stranger.send(m);
        CHECK(stranger.status(m) == 403);
        CHECK(c.rig.mw.all("INVITE").empty());
        return;
    }
    SUBCASE("PPI") {
        m.append("P-Preferred-Identity", "<sip:Alice@enterprise.com>");
        status = 100;
    }
    c.wic->send(m);
    CHECK(c.wic->status(m) == status);
    REQUIRE(c.rig.mw.all("INVITE").size() == (status == 100 ? 1 : 0));
    if (status != 100) return;
    CHECK(c.sent()->message.get("P-Asserted-Identity") == "<sip:w1-000123@webrtc.operator.example>");
    CHECK(c.sent()->message.to_text().find("Alice") == std::string::npos);
}

TEST_CASE("TOK-01 TOK-02: a token on an INVITE is optional; if shown, it must be good and the user's") {
    OutgoingCall c;
    auto m = c.wic->invite(echo, browser_offer);
    int status = 0;
    SUBCASE("none") {
        m.remove("Authorization");
        status = 100;
    }
    SUBCASE("expired") {
        m.set("Authorization", "Bearer expired.token");
        status = 401;
    }
    SUBCASE("another's") {
        m.set("Authorization", "Bearer alices.token");
        status = 403;
    }
    c.wic->send(m);
    CHECK(c.wic->status(m) == status);
    CHECK(c.rig.mw.all("INVITE").size() == (status == 100 ? 1 : 0));
    if (status != 100) c.check_clean();
}

TEST_CASE("R3-09: the IMPU in the core's responses never reaches the WIC") {
    OutgoingCall c;
    c.dial();
    auto busy = c.rig.core_response(c.sent()->message, 486);
    busy.append("Warning", "399 scscf \"w1-000123@webrtc.operator.example is busy\"");
    busy.append("P-Associated-URI", "<sip:w1-000123@webrtc.operator.example>");
    busy.append("P-Asserted-Identity", "<sip:w1-000777@webrtc.operator.example>");
    busy.append("Error-Info", "<sip:W1-000123@WebRTC.operator.example>");
    c.rig.mw.answer(c.sent(), std::move(busy));
    c.rig.run();
    REQUIRE(c.wic->status(c.invite) == 486);
    for (const auto& text : c.rig.iwf.texts) {
        CHECK(text.find("w1-000") == std::string::npos);
        CHECK(text.find("W1-000") == std::string::npos);
    }
    CHECK(c.wic->last_response(c.invite).has("Warning"));
}

TEST_CASE("ORG-05: the caller cancels at each moment; nothing is left") {
    OutgoingCall c;
    const auto cancel = [&] {
        auto m = sip::Message::request("CANCEL", echo);
        for (const auto* name : {"Via", "From", "To", "Call-ID"}) m.append(name, std::string(c.invite.get(name)));
        m.append("CSeq", std::to_string(c.invite.cseq()) + " CANCEL");
        c.wic->send(m);
    };
    SUBCASE("while W6 is asked") {
        c.rig.registrar.faults.set(Fault::lost);
        c.dial();
        cancel();
        CHECK(c.rig.mw.all("INVITE").empty());
    }
    SUBCASE("while the gateway reserves, which answers later") {
        c.rig.gateway.faults.set(Fault::late);
        c.dial();
        cancel();
        c.rig.pass(10s);
        CHECK(c.rig.mw.all("INVITE").empty());
        CHECK(c.rig.gateway.released == 1);
    }
    SUBCASE("while it rings") {
        c.dial();
        c.core_says(180);
        cancel();
        CHECK(c.wic->status(c.invite) == 487);
        CHECK(c.sent()->cancelled);
        c.core_says(487);
    }
    SUBCASE("while the answer is on its way: ACK and BYE") {
        c.dial();
        c.core_says(180);
        cancel();
        c.core_says(200, phone_answer);
        CHECK(c.rig.mw.acks.size() == 1);
        CHECK(c.rig.mw.last("BYE")->message.to_tag() == "core9");
    }
    SUBCASE("and the core never says another word") {
        c.dial();
        cancel();
        c.rig.pass(40s);
    }
    CHECK(c.wic->status(c.invite) == 487);
    c.check_clean();
}

TEST_CASE("a repeated 2xx is acknowledged again, one of another fork is ended") {
    OutgoingCall c;
    c.answered();
    c.core_says(200, phone_answer);
    CHECK(c.rig.mw.acks.size() == 2);
    CHECK(c.rig.mw.all("BYE").empty());
    auto other = c.rig.core_response(c.sent()->message, 200, phone_answer);
    other.set("To", std::string(c.invite.get("To")) + ";tag=fork2");
    c.rig.mw.answer(c.sent(), std::move(other));
    c.rig.run();
    CHECK(c.rig.mw.acks.size() == 3);
    CHECK(c.rig.mw.last("BYE")->message.to_tag() == "fork2");
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("ALG-11: INVITE without SDP: the offer comes in the 200, the answer in the ACK") {
    OutgoingCall c;
    c.dial("");
    CHECK(c.sent()->message.body().empty());
    c.core_says(200, phone_offer);
    const auto ok = c.wic->last_response(c.invite);
    REQUIRE(ok.status() == 200);
    CHECK(ok.body().find("a=setup:actpass") != std::string::npos);
    CHECK(c.rig.mw.acks.empty());
    auto ack = c.wic->in_dialog("ACK", c.invite, ok, c.wic->cseq);
    ack.set_body("application/sdp", browser_answer);
    c.wic->send(ack);
    REQUIRE(c.rig.mw.acks.size() == 1);
    CHECK(c.rig.mw.acks[0].body().find("10.10.1.5") != std::string::npos);
}

TEST_CASE("early media: a 183 with SDP reaches the WIC as an answer, and so does a 200 that repeats or omits it") {
    OutgoingCall c;
    c.dial();
    c.core_says(183, phone_answer);
    REQUIRE(c.wic->status(c.invite) == 183);
    const auto early = c.wic->last_response(c.invite).body();
    CHECK(early.find("a=ice-lite") != std::string::npos);
    SUBCASE("repeated") { c.core_says(200, phone_answer); }
    SUBCASE("omitted") { c.core_says(200); }
    REQUIRE(c.wic->status(c.invite) == 200);
    CHECK(c.wic->last_response(c.invite).body().find("a=fingerprint") != std::string::npos);
    CHECK(c.rig.mw.acks.size() == 1);
}

TEST_CASE(
    "FRK-03: early media of several forks in the core: the gateway follows the newest answer, in the end the one that won") {
    OutgoingCall c;
    c.dial();
    const auto fork_says = [&](int status, std::string tag, const std::string& ip) {
        std::string sdp = phone_answer;
        for (auto at = sdp.find("127.0.0.33"); at != std::string::npos; at = sdp.find("127.0.0.33", at))
            sdp.replace(at, 10, ip);
        auto response = c.rig.core_response(c.sent()->message, status, std::move(sdp));
        response.set("To", std::string(c.sent()->message.get("To")) + ";tag=" + std::move(tag));
        c.rig.mw.answer(c.sent(), std::move(response));
        c.rig.run();
        return c.rig.gateway.configured.back().streams.at(0).core_remote->rtp.ip;
    };
    CHECK(fork_says(183, "first", "127.0.0.41") == "127.0.0.41");
    CHECK(fork_says(183, "second", "127.0.0.42") == "127.0.0.42");
    CHECK(c.wic->responses(c.invite).size() >= 2);
    CHECK(fork_says(200, "first", "127.0.0.41") == "127.0.0.41");
    CHECK(c.wic->status(c.invite) == 200);
    CHECK(c.rig.mw.acks.size() == 1);
    CHECK(c.rig.gateway.live.size() == 1);
}
