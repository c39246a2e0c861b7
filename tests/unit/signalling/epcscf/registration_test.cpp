// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE("R3-01 R3-02 EPC-04 EPC-09 EPC-12: a WIC registers at the eP-CSCF: token, W6, 200; nothing on Mw") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    const auto on_mw = rig.mw.sent.size();
    const auto request = wic.register_request(600);
    wic.send(request);

    REQUIRE(wic.status(request) == 200);
    const auto ok = wic.last_response(request);
    CHECK(ok.all("Via").size() == 1);
    CHECK(std::string(ok.get("Contact")).find('<' + wic.contact + '>') == 0);
    CHECK(std::string(ok.get("Contact")).find(";expires=600") != std::string::npos);
    CHECK(ok.all("Contact").size() == 1);
    CHECK(ok.lists("Supported", "outbound"));
    CHECK(ok.lists("Require", "outbound"));
    CHECK(ok.get("P-Associated-URI") == "<sip:Bob@enterprise.com>");
    CHECK(std::string(ok.get("Service-Route")).find(";lr>") != std::string::npos);
    CHECK(rig.mw.sent.size() == on_mw);
    REQUIRE(rig.registrar.stored.size() == 1);
    const auto& stored = rig.registrar.stored[0];
    CHECK(stored.identity == "sip:Bob@enterprise.com");
    CHECK(stored.wimpu == "sip:w1-!.*!@webrtc.operator.example");
    CHECK(stored.epoch == 7);
    CHECK(stored.contact.instance_id == '<' + wic.instance + '>');
    CHECK(stored.contact.reg_id == 1);
    CHECK(stored.contact.uri == wic.contact);
    CHECK(stored.contact.expires == 600s);
    CHECK(stored.contact.flow.instance == "p-cscf-1");
    CHECK(rig.tokens.asked[0].origin == "https://wwsf.example");
    CHECK(rig.tokens.asked[0].trail == stored.trail);
    CHECK(!stored.trail.null());
    CHECK(rig.log_has("registration finished", "status", "200"));
    CHECK(rig.host.counted("p_cscf.registrations_accepted") == 1);
}

TEST_CASE("EPC-18 R3-09: neither the token nor the allocated IMPU is in a log line, nor the IMPU on W2") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    CHECK(wic.log_in() == 200);
    CHECK_FALSE(rig.host.said("good.token.abc"));
    CHECK_FALSE(rig.registrar.users.at("sip:Bob@enterprise.com").impu.empty());
    for (const auto& text : rig.iwf.texts) CHECK(text.find("w1-000123") == std::string::npos);
}

TEST_CASE("E11 EPC-04 DER-06: no credentials: 401 with a Bearer challenge, nothing on W6") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    const auto calls = rig.registrar.calls.size();
    for (const int expires : {600, 0}) {
        auto request = wic.register_request(expires);
        SUBCASE("absent") { request.remove("Authorization"); }
        SUBCASE("another scheme") { request.set("Authorization", "Digest username=\"x\""); }
        wic.send(request);
        const auto response = wic.last_response(request);
        CHECK(response.status() == 401);
        CHECK(response.get("WWW-Authenticate") ==
              "Bearer realm=\"ims.operator.example\",authz_server=\"https://wwsf.example/token\"");
    }
    CHECK(rig.registrar.calls.size() == calls);
}

TEST_CASE("E12 E14 E15 E16 EPC-05: each bad token gets its answer, and W6 and Mw hear nothing") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    const auto on_mw = rig.mw.sent.size();
    const auto on_w6 = rig.registrar.calls.size();
    auto request = wic.register_request();
    int status = 0;
    SUBCASE("expired") {
        request.set("Authorization", "Bearer expired.token");
        status = 401;
    }
    SUBCASE("no token in it") {
        request.set("Authorization", "Bearer");
        status = 401;
    }
    SUBCASE("not a token") {
        request.set("Authorization", "Bearer a b c");
        status = 401;
    }
    SUBCASE("issuer may not") {
        request.set("Authorization", "Bearer foreign.token");
        status = 403;
    }
    SUBCASE("another user's") {
        request.set("Authorization", "Bearer alices.token");
        status = 403;
    }
    SUBCASE("two schemes") {
        request.append("Authorization", "Digest username=\"x\"");
        status = 400;
    }
    wic.send(request);
    const auto response = wic.last_response(request);
    CHECK(response.status() == status);
    if (status == 401)
        CHECK(std::string(response.get("WWW-Authenticate")).find("error=\"invalid_token\"") != std::string::npos);
    CHECK(rig.mw.sent.size() == on_mw);
    CHECK(rig.registrar.calls.size() == on_w6);
    CHECK(rig.host.counted("p_cscf.registrations_refused") == 1);
}

TEST_CASE("K3: the token is taken in both forms") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    auto request = wic.register_request();
    request.set("Authorization", "bearer  access_token=\"good.token.abc\"");
    wic.send(request);
    CHECK(wic.status(request) == 200);
    CHECK(rig.tokens.asked[0].token.reveal() == "good.token.abc");
}

TEST_CASE("E07 E17 E18: what a REGISTER may not ask") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    auto request = wic.register_request();
    int status = 0;
    SUBCASE("tel To (R3-10)") {
        request.set("To", "<tel:+15550100>");
        status = 416;
    }
    SUBCASE("foreign scheme") {
        request.set_request_uri("mailto:bob@enterprise.com");
        status = 416;
    }
    SUBCASE("too short") {
        request.set("Contact", '<' + wic.contact + ">;expires=59");
        status = 423;
    }
    SUBCASE("star without zero") {
        request.set("Contact", "*");
        status = 400;
    }
    SUBCASE("star and another") {
        request.append("Contact", "*");
        request.set("Expires", "0");
        status = 400;
    }
    SUBCASE("two contacts") {
        request.append("Contact", "<sip:other@x.invalid>");
        status = 400;
    }
    wic.send(request);
    CHECK(wic.status(request) == status);
    if (status == 423) CHECK(wic.last_response(request).get("Min-Expires") == "60");
    CHECK(rig.registrar.stored.empty());
}

TEST_CASE("EPC-11: a domain that is not listed, by whole labels: 403, and neither W6 nor Mw hears of it") {
    Rig rig;
    rig.block_in_service();
    const auto on_mw = rig.mw.sent.size(), on_w6 = rig.registrar.calls.size();
    std::uint64_t connection = 0;
    for (const std::string domain :
         {"elsewhere.example", "notenterprise.com", "enterprise.com.evil.net", "a.enterprise.com"}) {
        Wic wic(rig, ++connection, "sip:Bob@" + domain);
        wic.token = "Bob.at." + domain;
        CHECK(wic.log_in() == 403);
        const auto invite = wic.invite("sip:echo@ims.operator.example", browser_offer);
        wic.send(invite);
        CHECK(wic.status(invite) == 403);
    }
    CHECK(rig.mw.sent.size() == on_mw);
    CHECK(rig.registrar.calls.size() == on_w6);
    Wic listed(rig, ++connection, "sip:Bob@enterprise.com");
    listed.token = "Bob.at.Enterprise.Com";
    CHECK(listed.log_in() == 200);
}

TEST_CASE("EPC-12 W6-02: every REGISTER is one atomic write; a refresh has the new expiry and no second contact") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    for (const int expires : {600, 900, 60}) {
        REQUIRE(wic.log_in(expires) == 200);
        CHECK(rig.registrar.stored.back().contact.expires == std::chrono::seconds(expires));
    }
    CHECK(rig.registrar.calls == std::vector<std::string>{"claim", "register", "register", "register"});
    CHECK(rig.registrar.stored[2].contact.cseq == rig.registrar.stored[0].contact.cseq + 2);
    CHECK(rig.registrar.users.at("sip:Bob@enterprise.com").contacts.size() == 1);
    CHECK(rig.log_has("registration finished", "outcome", "created"));
    CHECK(rig.log_has("registration finished", "outcome", "refreshed"));
    REQUIRE(wic.log_in(0) == 200);
    CHECK(rig.registrar.calls.back() == "remove");
}

TEST_CASE("E23 ORG-08: on a flow without a registration every request but REGISTER gets 403, and nobody hears of it") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    const auto on_mw = rig.mw.sent.size(), on_w6 = rig.registrar.calls.size();
    for (const auto* method :
         {"INVITE", "OPTIONS", "MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER", "INFO", "NOTIFY", "FOO"}) {
        CAPTURE(method);
        const auto request = wic.request(method, "sip:echo@ims.operator.example", "<sip:echo@ims.operator.example>");
        wic.send(request);
        CHECK(wic.status(request) == 403);
    }
    CHECK(rig.mw.sent.size() == on_mw);
    CHECK(rig.registrar.calls.size() == on_w6);
    CHECK(rig.tokens.asked.empty());
}

TEST_CASE("E22: block not in service: 503 with Retry-After") {
    Rig rig;
    Wic wic(rig, 1);
    const auto request = wic.register_request();
    wic.send(request);
    CHECK(wic.status(request) == 503);
    CHECK(wic.last_response(request).has("Retry-After"));
    CHECK(rig.registrar.stored.empty());
}

TEST_CASE("R3-12: granted is the least of what was asked, the maximum and the token's life") {
    Rig rig([](auto& config) {
        config.expires_default = 777s;
        config.expires_max = 1000s;
    });
    rig.block_in_service();
    Wic wic(rig, 1);
    SUBCASE("the maximum") {
        CHECK(wic.log_in(5000) == 200);
        CHECK(rig.registrar.stored[0].contact.expires == 1000s);
    }
    SUBCASE("the token") {
        rig.tokens.life = 300s;
        CHECK(wic.log_in(5000) == 200);
        CHECK(rig.registrar.stored[0].contact.expires == 300s);
    }
    SUBCASE("nothing was asked: the default") {
        auto request = wic.register_request();
        request.remove("Expires");
        request.set("Contact", '<' + wic.contact + '>');
        wic.send(request);
        CHECK(wic.status(request) == 200);
        CHECK(rig.registrar.stored[0].contact.expires == 777s);
    }
    SUBCASE("the least time, of token and of asking") {
        rig.tokens.life = 60s;
        CHECK(wic.log_in(60) == 200);
        CHECK(rig.registrar.stored[0].contact.expires == 60s);
    }
    SUBCASE("a token about to end") {
        rig.tokens.life = 30s;
        CHECK(wic.log_in(5000) == 401);
    }
}

TEST_CASE("W2-11: one user a flow") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    REQUIRE(wic.log_in() == 200);
    wic.identity = "sip:Alice@enterprise.com";
    wic.token = "alices.token";
    CHECK(wic.log_in() == 403);
}

TEST_CASE("DER-01 DER-02 DER-03: log-out removes the contact, the block stays") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    REQUIRE(wic.log_in() == 200);
    const auto on_mw = rig.mw.sent.size();
    auto request = wic.register_request(0);
    SUBCASE("the contact") {}
    SUBCASE("star") { request.set("Contact", "*"); }
    wic.send(request);
    CHECK(wic.status(request) == 200);
    CHECK_FALSE(wic.last_response(request).has("Contact"));
    CHECK(rig.registrar.users.empty());
    CHECK(rig.mw.sent.size() == on_mw);
    CHECK(rig.instance->blocks_in_service() == 1);
    const auto invite = wic.invite("sip:echo@ims.operator.example", browser_offer);
    wic.send(invite);
    CHECK(wic.status(invite) == 403);
}

TEST_CASE("DER-01: a log-out that comes in one read with the socket's close still counts") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    REQUIRE(wic.log_in() == 200);
    rig.instance->receive(iwf::Sip{wic.flow, wic.register_request(0).to_text()});
    rig.instance->receive(iwf::Down{wic.flow, "closed"});
    rig.run();
    CHECK(rig.registrar.users.empty());
}

TEST_CASE(
    "EXP-04: a closed flow is told to the registrar, also when it closed during registration; the binding stays") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    SUBCASE("after") {
        REQUIRE(wic.log_in() == 200);
        wic.close();
    }
    SUBCASE("during") {
        rig.instance->receive(iwf::Sip{wic.flow, wic.register_request().to_text()});
        rig.instance->receive(iwf::Down{wic.flow, "closed"});
        rig.run();
    }
    REQUIRE(rig.registrar.marked.size() == 1);
    CHECK(rig.registrar.marked[0].identity == "sip:Bob@enterprise.com");
    CHECK(rig.registrar.marked[0].flow == rig.registrar.stored[0].contact.flow);
    CHECK(rig.registrar.users.size() == 1);
    CHECK(rig.instance->flows() == 0);
}

TEST_CASE("EXP-01 E23 ORG-08: when the binding runs out, the flow is unregistered") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    REQUIRE(wic.log_in(60) == 200);
    rig.pass(59s);
    auto options = wic.request("OPTIONS", "sip:enterprise.com", "<sip:enterprise.com>");
    wic.send(options);
    CHECK(wic.status(options) == 200);
    rig.pass(2s);
    options = wic.request("OPTIONS", "sip:enterprise.com", "<sip:enterprise.com>");
    wic.send(options);
    CHECK(wic.status(options) == 403);
    CHECK(rig.host.counted("p_cscf.registrations_expired") == 1);
}

TEST_CASE("E06 E25: nearly SIP gets 400, no SIP gets nothing, a request in no dialog 481, an unknown one 405") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    REQUIRE(wic.log_in() == 200);
    const auto before = rig.iwf.texts.size();
    rig.instance->receive(iwf::Sip{wic.flow, "hello"});
    rig.run();
    CHECK(rig.iwf.texts.size() == before);
    auto request = wic.request("OPTIONS", "sip:enterprise.com", "<sip:enterprise.com>");
    request.append("Max-Forwards", "3");
    wic.send(request);
    CHECK(wic.status(request) == 400);
    CHECK(rig.host.counted("w2.message_refused") == 2);
    auto bye = wic.request("BYE", "sip:nobody@p-cscf-1.invalid", "<sip:x@y.z>;tag=q");
    wic.send(bye);
    CHECK(wic.status(bye) == 481);
    auto unknown = wic.request("FOO", "sip:Bob@enterprise.com", "<sip:Bob@enterprise.com>");
    wic.send(unknown);
    CHECK(wic.status(unknown) == 405);
}

TEST_CASE("E21: what W6 says becomes 504, 500, 503 or 403; without a store there is no 200") {
    Rig rig;
    rig.block_in_service();
    Wic wic(rig, 1);
    int status = 0;
    SUBCASE("unreachable") {
        rig.registrar.refuse = Error{ErrorKind::io, "refused", 504};
        status = 504;
    }
    SUBCASE("old epoch") {
        rig.registrar.refuse = Error{ErrorKind::auth, "epoch", 409};
        status = 500;
    }
    SUBCASE("too many contacts") {
        rig.registrar.refuse = Error{ErrorKind::auth, "contacts", 403};
        status = 403;
    }
    SUBCASE("pool empty") {
        rig.registrar.refuse = Error{ErrorKind::limit, "empty", 503};
        status = 503;
    }
    SUBCASE("cseq") {
        rig.registrar.refuse = Error{ErrorKind::protocol, "cseq", 500};
        status = 500;
    }
    const auto request = wic.register_request();
    wic.send(request);
    rig.pass(1s);
    CHECK(wic.status(request) == status);
    const auto invite = wic.invite("sip:echo@ims.operator.example", browser_offer);
    wic.send(invite);
    CHECK(wic.status(invite) == 403);
}

TEST_CASE("E21 R3-02: registration through every fault of W1 and W6: one answer, 200 only with a store") {
    for (const auto fault : every_fault) {
        for (const bool on_w6 : {false, true}) {
            CAPTURE(static_cast<int>(fault));
            CAPTURE(on_w6);
            Rig rig;
            rig.block_in_service();
            Wic wic(rig, 1);
            (on_w6 ? rig.registrar.faults : rig.tokens.faults).set(fault);
            const auto request = wic.register_request();
            wic.send(request);
            rig.pass(10s);
            const bool answers = fault == Fault::none || fault == Fault::twice;
            REQUIRE(wic.responses(request).size() == 1);
            CHECK(wic.status(request) == (answers ? 200 : fault == Fault::error ? 500 : 504));
            // The next one is served, whatever became of this one.
            rig.registrar.faults.set(Fault::none);
            rig.tokens.faults.set(Fault::none);
            CHECK(wic.log_in() == 200);
        }
    }
}

TEST_CASE("R3-03: two devices of one user; the 200 lists both, ours first") {
    Rig rig;
    rig.block_in_service();
    Wic one(rig, 1), two(rig, 2);
    REQUIRE(one.log_in() == 200);
    const auto request = two.register_request();
    two.send(request);
    const auto contacts = two.last_response(request).all("Contact");
    REQUIRE(contacts.size() == 2);
    CHECK(contacts[0].find(two.contact) != std::string::npos);
    CHECK(contacts[1].find(one.contact) != std::string::npos);
}
