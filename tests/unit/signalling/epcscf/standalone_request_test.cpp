// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

using namespace wims;
using namespace wims::test;

namespace {

const std::string friend_uri = "sip:carol@other.net";

struct Standalone {
    explicit Standalone(std::function<void(signalling::PCscfConfig&)> change = {}) : rig(std::move(change)) {
        rig.block_in_service();
        REQUIRE(wic.emplace(rig, 1).log_in(600) == 200);
        on_mw = rig.mw.sent.size();
    }
    sip::Message request(const std::string& method) {
        auto m = wic->request(method, friend_uri, '<' + friend_uri + '>');
        if (method == "MESSAGE") m.set_body("text/plain", "hello");
        return m;
    }
    int status(const sip::Message& m) {
        wic->send(m);
        return wic->status(m);
    }

    Rig rig;
    std::optional<Wic> wic;
    std::size_t on_mw = 0;
};

}  // namespace

TEST_CASE(
    "ORG-09 ORG-01..07: MESSAGE, PUBLISH and OPTIONS go to the core as an INVITE does: context read, IMPU asserted") {
    for (const std::string method : {"MESSAGE", "PUBLISH", "OPTIONS"}) {
        CAPTURE(method);
        Standalone f;
        auto m = f.request(method);
        for (const auto* name : {"P-Asserted-Identity", "P-Preferred-Identity"}) m.append(name, "<sip:forged@x.net>");
        m.append("X-Unknown", "forged");
        m.append("Event", "presence");
        m.append("SIP-If-Match", "tag7");
        const auto reads = f.rig.registrar.count("fetch");
        f.wic->send(m);
        CHECK(f.rig.registrar.count("fetch") == reads + 1);
        const auto sent = f.rig.mw.last(method);
        const auto& out = sent->message;
        CHECK(out.request_uri() == friend_uri);
        CHECK(out.get("P-Asserted-Identity") == "<sip:w1-000123@webrtc.operator.example>");
        CHECK(out.get("P-Profile-Key") == "<sip:w1-!.*!@webrtc.operator.example>");
        CHECK(out.get("From") == m.get("From"));
        CHECK(out.call_id() != m.call_id());
        CHECK(out.all("Route") == std::vector<std::string>{"<sip:orig@scscf1.ims.operator.example:6060;lr>"});
        CHECK(out.get("Max-Forwards") == "68");
        CHECK(out.get("SIP-If-Match") == "tag7");
        CHECK(out.has("P-Charging-Vector"));
        CHECK_FALSE(out.has("Contact"));
        CHECK(out.body() == m.body());
        for (const auto* word : {"forged", "good.token.abc", "Bearer"})
            CHECK_MESSAGE(out.to_text().find(word) == std::string::npos, word);

        auto ok = f.rig.core_response(out, 200);
        ok.append("SIP-ETag", "tag8");
        f.rig.mw.answer(sent, ok);
        f.rig.run();
        REQUIRE(f.wic->status(m) == 200);
        CHECK(f.wic->last_response(m).get("SIP-ETag") == "tag8");
        CHECK(f.rig.host.counted("p_cscf.requests_standalone") == 1);
        check_secrets(f.rig);
    }
}

TEST_CASE(
    "ORG-09: what the core says of it: challenges, redirections, overload and silence are not passed on as they are") {
    for (const auto& [said, local, heard] : {std::tuple{404, false, 404},
                                             {401, false, 403},
                                             {302, false, 480},
                                             {503, false, 500},
                                             {408, true, 504},
                                             {603, false, 603}}) {
        CAPTURE(said);
        Standalone f;
        const auto m = f.request("MESSAGE");
        f.wic->send(m);
        const auto sent = f.rig.mw.last("MESSAGE");
        f.rig.mw.answer(sent, f.rig.core_response(sent->message, said), local);
        f.rig.run();
        CHECK(f.wic->status(m) == heard);
    }
}

TEST_CASE("ORG-07 ORG-08 ORG-12 TOK-02 E08 E09 E26: what may not pass, and nothing of it is on Mw") {
    Standalone f;
    auto m = f.request("MESSAGE");
    int status = 0;
    SUBCASE("From is another") {
        m.set("From", "<sip:Alice@enterprise.com>;tag=f");
        status = 403;
    }
    SUBCASE("expired token") {
        m.set("Authorization", "Bearer expired.token");
        status = 401;
    }
    SUBCASE("another user's token") {
        m.set("Authorization", "Bearer alices.token");
        status = 403;
    }
    SUBCASE("Require") {
        m.append("Require", "teleport");
        status = 420;
    }
    SUBCASE("no hop left") {
        m.set("Max-Forwards", "0");
        status = 483;
    }
    SUBCASE("SDP without a call") {
        m.set_body("application/sdp", browser_offer);
        status = 415;
    }
    SUBCASE("W6 is down") {
        f.rig.registrar.refuse = Error{ErrorKind::io, "refused", 504};
        status = 504;
    }
    SUBCASE("W6 knows no entry") {
        f.rig.registrar.users.clear();
        status = 403;
    }
    SUBCASE("no method of ours") {
        m = f.request("PING");
        status = 405;
    }
    CHECK(f.status(m) == status);
    if (status == 405) CHECK_FALSE(f.wic->last_response(m).get("Allow").empty());
    CHECK(f.rig.mw.sent.size() == f.on_mw);
}

TEST_CASE("TOK-01 TOK-05 TOK-02: a token on every request is asked for only where that is configured") {
    for (const bool demanded : {false, true}) {
        CAPTURE(demanded);
        Standalone f([&](auto& config) { config.require_token_per_request = demanded; });
        for (const std::string method : {"MESSAGE", "INVITE", "SUBSCRIBE"}) {
            CAPTURE(method);
            auto m = method == "INVITE" ? f.wic->invite(friend_uri, browser_offer) : f.request(method);
            if (method == "SUBSCRIBE") {
                m.set_request_uri(f.wic->identity);
                m.append("Event", "reg");
                m.append("Contact", '<' + f.wic->contact + '>');
            }
            m.remove("Authorization");
            f.wic->send(m);
            const int status = f.wic->responses(m).empty() ? 0 : f.wic->status(m);
            if (demanded) {
                CHECK(status == 401);
                CHECK(std::string(f.wic->last_response(m).get("WWW-Authenticate")).find("error") == std::string::npos);
            } else {
                CHECK(status != 401);
            }
        }
        CHECK((f.rig.mw.sent.size() == f.on_mw) == demanded);
    }
}

TEST_CASE("ORG-09: OPTIONS to us is answered here; a WIC begins no more at once than calls") {
    Standalone f([](auto& config) { config.calls_per_flow = 3; });
    const auto us = f.wic->request("OPTIONS", "sip:enterprise.com", "<sip:enterprise.com>");
    CHECK(f.status(us) == 200);
    CHECK(f.wic->last_response(us).get("Allow-Events") == "reg");
    CHECK(f.rig.mw.sent.size() == f.on_mw);
    for (int i = 0; i < 3; ++i) f.wic->send(f.request("MESSAGE"));
    const auto fourth = f.request("MESSAGE");
    CHECK(f.status(fourth) == 503);
    const auto first = f.rig.mw.all("MESSAGE").front();
    f.rig.mw.answer(first, f.rig.core_response(first->message, 202));
    f.rig.run();
    f.wic->send(f.request("MESSAGE"));
    CHECK(f.rig.mw.all("MESSAGE").size() == 4);
}

TEST_CASE("ORG-09: the flow closes and the instance ends while a request is under way") {
    Standalone f;
    f.wic->send(f.request("MESSAGE"));
    SUBCASE("flow") {
        f.wic->close();
        const auto sent = f.rig.mw.last("MESSAGE");
        f.rig.mw.answer(sent, f.rig.core_response(sent->message, 200));
        f.rig.run();
    }
    SUBCASE("instance") { f.rig.instance.reset(); }
    SUBCASE("W6 never answers") {
        f.rig.registrar.faults.set(Fault::lost);
        const auto m = f.request("MESSAGE");
        f.wic->send(m);
        f.rig.pass(3s);
        CHECK(f.wic->status(m) == 504);
    }
}

TEST_CASE("TRM-06 R3-09: MESSAGE of the core reaches the WIC, without the IMPU; its answer goes back with it") {
    Standalone f;
    auto m = f.rig.core_invite("sip:w1-000123@webrtc.operator.example", {});
    m.set_method("MESSAGE");
    m.set("CSeq", "5 MESSAGE");
    m.set_body("text/plain", "hello");
    const auto transaction = f.rig.mw.receive(m);
    f.rig.run();
    const auto got = f.wic->last_request("MESSAGE");
    CHECK(got.request_uri() == f.wic->contact);
    CHECK(got.get("To") == "<sip:Bob@enterprise.com>");
    CHECK(got.body() == "hello");
    CHECK(got.get("P-Asserted-Identity") == "<sip:carol@other.net>");
    f.wic->send(f.wic->answer(got, 200));
    REQUIRE(transaction->status() == 200);
    CHECK(transaction->responses.back().get("P-Asserted-Identity") == "<sip:w1-000123@webrtc.operator.example>");
    check_secrets(f.rig);
    SUBCASE("nobody there: 480") {
        f.wic->close();
        m.set("Via", "SIP/2.0/UDP 127.0.0.13:6060;branch=z9hG4bKcore2");
        const auto other = f.rig.mw.receive(m);
        f.rig.run();
        CHECK(other->status() == 480);
    }
}
