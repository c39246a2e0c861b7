// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

TEST_CASE("ICS-02 ICS-03 ICS-05 ICS-06 ICS-07: W7, then Cx, then the S-CSCF with the individual IMPU") {
    ICscfRig rig;
    const auto server = rig.arrive(rig.invite("sip:Bob@ENTERPRISE.com;user=x"));
    CHECK(rig.order == std::vector<std::string>{"w7 sip:Bob@enterprise.com", "cx " + impu});
    REQUIRE(rig.mw.sent.size() == 1);
    const auto& sent = rig.mw.sent[0]->message;
    CHECK(rig.mw.sent[0]->next_hop == s_cscf);
    CHECK(sent.request_uri() == impu);
    CHECK(sent.get("To") == "\"B\" <sip:Bob@Enterprise.com;x=y>");
    CHECK(sent.get("P-Profile-Key") == "<" + wimpu + ">");
    CHECK(sent.all("Route") == std::vector<std::string>{"<sip:127.0.0.13:5060;lr>"});
    CHECK(sent.get("Max-Forwards") == "68");
    // Beneath the Via that the transaction layer adds, the caller's; and no Record-Route of ours.
    CHECK(sent.all("Via") == server->message.all("Via"));
    CHECK(sent.all("Record-Route") == std::vector<std::string>{"<sip:127.0.0.13:5060;lr>"});
    CHECK(sent.get("From") == server->message.get("From"));
    CHECK(sent.get("Contact") == server->message.get("Contact"));
    CHECK(sent.get("Session-ID") == server->message.get("Session-ID"));
    CHECK(sent.body() == "v=0\r\n");
    CHECK(server->responses.empty());
    CHECK(rig.host.counted("icscf.forwarded") == 1);
}

TEST_CASE("ICS-05 TRM-06: the allocated IMPU can be called, too") {
    ICscfRig rig;
    rig.arrive(rig.invite(impu));
    CHECK(rig.order == std::vector<std::string>{"w7 " + impu, "cx " + impu});
    REQUIRE(rig.mw.sent.size() == 1);
    CHECK(rig.mw.sent[0]->message.request_uri() == impu);
}

TEST_CASE("ICS-01 ICS-08 ICS-09: an unlisted domain goes straight to the HSS, as it came") {
    ICscfRig rig;
    rig.arrive(rig.invite("sip:echo@ims.operator.example;user=phone"));
    CHECK(rig.order == std::vector<std::string>{"cx sip:echo@ims.operator.example"});
    REQUIRE(rig.mw.sent.size() == 1);
    CHECK(rig.mw.sent[0]->message.request_uri() == "sip:echo@ims.operator.example;user=phone");
    CHECK_FALSE(rig.mw.sent[0]->message.has("P-Profile-Key"));

    for (const char* uri : {"sip:Bob@notenterprise.com", "sip:Bob@enterprise.com.evil.net", "tel:+15550100"}) {
        CAPTURE(uri);
        const auto server = rig.arrive(rig.invite(uri));
        REQUIRE(server->responses.size() == 1);
        CHECK(server->responses[0].status() == 404);
    }
    CHECK(rig.host.counted("icscf.status_queries") == 0);
}

TEST_CASE("ICS-02 ICS-04 W7-04: not registered 480, unknown 404, zero LIR; and nothing is remembered") {
    ICscfRig rig;
    const auto gone = rig.arrive(rig.invite("sip:Gone@enterprise.com"));
    REQUIRE(gone->responses.size() == 1);
    CHECK(gone->responses[0].status() == 480);
    const auto nobody = rig.arrive(rig.invite("sip:bob@enterprise.com"));
    REQUIRE(nobody->responses.size() == 1);
    CHECK(nobody->responses[0].status() == 404);
    CHECK(rig.order == std::vector<std::string>{"w7 sip:Gone@enterprise.com", "w7 sip:bob@enterprise.com"});
    CHECK(rig.mw.sent.empty());
    rig.status.table["sip:Gone@enterprise.com"].registered = true;
    rig.arrive(rig.invite("sip:Gone@enterprise.com"));
    CHECK(rig.mw.sent.size() == 1);
    CHECK(rig.host.counted("icscf.rejected") == 2);
}

TEST_CASE("TRM-13: registered here, but the HSS says that the block is not: 480") {
    ICscfRig rig;
    rig.hss.failure = Error{ErrorKind::not_found, "identity not registered", 480};
    const auto server = rig.arrive(rig.invite());
    REQUIRE(server->responses.size() == 1);
    CHECK(server->responses[0].status() == 480);
    CHECK(rig.mw.sent.empty());
}

TEST_CASE("ICS-03: responses pass back; a 2xx goes once, and again when its maker repeats it") {
    ICscfRig rig;
    const auto server = rig.arrive(rig.invite());
    rig.answer(100);
    CHECK(server->responses.empty());
    rig.answer(180);
    rig.answer(200);
    REQUIRE(server->responses.size() == 2);
    CHECK(server->responses[0].status() == 180);
    CHECK(server->responses[1].status() == 200);
    CHECK(server->responses[1].to_tag() == "t1");
    CHECK(server->relayed);
    CHECK(rig.strays.empty());

    auto again = rig.reply(200);
    again.prepend("Via", "SIP/2.0/UDP 127.0.0.12:5060;branch=z9hG4bKours");
    rig.mw.answer(0, again);
    rig.executor.run();
    REQUIRE(rig.strays.size() == 1);
    CHECK(rig.strays[0].all("Via") == server->message.all("Via"));
    CHECK(rig.strays[0].status() == 200);
    CHECK(rig.role.on_their_way() == 1);
    rig.executor.advance(33s);
    CHECK(rig.role.on_their_way() == 0);
    CHECK_FALSE(rig.mw.sent[0]->listened);
}

TEST_CASE("E33: failures pass back; 503 becomes 500, a silent S-CSCF is 408") {
    struct Case {
        int in, out;
        bool local;
    };
    for (const auto& c : {Case{486, 486, false}, Case{404, 404, false}, Case{503, 500, false}, Case{503, 500, true},
                          Case{408, 408, true}, Case{302, 302, false}, Case{603, 603, false}}) {
        CAPTURE(c.in);
        ICscfRig rig;
        const auto server = rig.arrive(rig.invite());
        rig.answer(c.in, 0, c.local);
        REQUIRE(server->responses.size() == 1);
        CHECK(server->responses[0].status() == c.out);
        CHECK(rig.role.on_their_way() == 0);
    }
}

TEST_CASE("ICS-03: CANCEL is relayed and the callee's 487 passes back") {
    ICscfRig rig;
    const auto server = rig.arrive(rig.invite());
    rig.answer(180);
    REQUIRE(server->cancel_handler);
    server->cancel_handler();
    CHECK(rig.mw.sent[0]->cancels == 1);
    CHECK_FALSE(server->answered());
    rig.answer(487);
    CHECK(server->responses.back().status() == 487);
    CHECK(rig.role.on_their_way() == 0);
    CHECK_FALSE(server->cancel_handler);

    const auto silent = rig.arrive(rig.invite());
    silent->cancel_handler();
    rig.answer(408, 1, true);
    CHECK(silent->responses.back().status() == 487);
}

TEST_CASE("ICS-03: CANCEL while the questions are out: 487 at once, and the late answers start nothing") {
    for (const bool at_w7 : {true, false}) {
        CAPTURE(at_w7);
        ICscfRig rig;
        if (at_w7) rig.w7.set(Fault::lost);
        else rig.hss.faults.set(Fault::lost);
        const auto server = rig.arrive(rig.invite());
        REQUIRE(server->cancel_handler);
        const auto handler = server->cancel_handler;
        handler();
        REQUIRE(server->responses.size() == 1);
        CHECK(server->responses[0].status() == 487);
        rig.executor.advance(10s);
        CHECK(server->responses.size() == 1);
        CHECK(rig.mw.sent.empty());
        CHECK(rig.role.on_their_way() == 0);
    }
}

TEST_CASE("E08 E09 E25 ICS-11: what an I-CSCF does not carry") {
    ICscfRig rig;
    const auto status_of = [&](sip::Message request) {
        const auto server = rig.arrive(std::move(request));
        return server->responses.size() == 1 ? server->responses[0].status() : 0;
    };
    auto tired = rig.invite();
    tired.set("Max-Forwards", "0");
    CHECK(status_of(tired) == 483);
    auto demanding = rig.invite();
    demanding.append("Proxy-Require", "foo");
    const auto server = rig.arrive(demanding);
    REQUIRE(server->responses.size() == 1);
    CHECK(server->responses[0].status() == 420);
    CHECK(server->responses[0].get("Unsupported") == "foo");
    auto inside = rig.invite("sip:Bob@enterprise.com", "BYE");
    inside.set("To", "<sip:Bob@enterprise.com>;tag=t1");
    CHECK(status_of(inside) == 481);
    CHECK(status_of(rig.invite("sip:enterprise.com", "REGISTER")) == 403);
    CHECK(status_of(rig.invite("sip:enterprise.com")) == 404);
    CHECK(status_of(rig.invite("sip:127.0.0.12:5060", "OPTIONS")) == 200);
    const auto ack = rig.arrive(rig.invite("sip:Bob@enterprise.com", "ACK"));
    CHECK(ack->responses.empty());
    CHECK(rig.order.empty());
    CHECK(rig.mw.sent.empty());
    CHECK(rig.role.on_their_way() == 0);
}

TEST_CASE("ICS-03: other initial requests go the same way, without the wait for repeated answers") {
    ICscfRig rig;
    const auto server = rig.arrive(rig.invite("sip:Bob@enterprise.com", "MESSAGE"));
    REQUIRE(rig.mw.sent.size() == 1);
    CHECK(rig.mw.sent[0]->message.request_uri() == impu);
    rig.answer(200);
    REQUIRE(server->responses.size() == 1);
    CHECK(server->responses[0].status() == 200);
    CHECK(rig.role.on_their_way() == 0);
}

TEST_CASE("ICS-03: Route of others and missing headers") {
    ICscfRig rig;
    auto request = rig.invite();
    request.remove("Route");
    request.append("Route", "<sip:127.0.0.99:5060;lr>");
    request.remove("Max-Forwards");
    request.remove("Session-ID");
    rig.arrive(request);
    REQUIRE(rig.mw.sent.size() == 1);
    const auto& sent = rig.mw.sent[0]->message;
    CHECK(sent.all("Route") == std::vector<std::string>{"<sip:127.0.0.13:5060;lr>", "<sip:127.0.0.99:5060;lr>"});
    CHECK(sent.get("Max-Forwards") == "69");
    const std::string session(sent.get("Session-ID"));
    CHECK(session == rig.status.trail.hex() + ";remote=" + std::string(32, '0'));
    CHECK_FALSE(rig.status.trail.null());
}

TEST_CASE("trail: the Session-ID is the trail, on W7 and in every line") {
    ICscfRig rig;
    rig.arrive(rig.invite());
    rig.answer(486);
    CHECK(rig.status.trail.hex() == rig.session);
    const auto lines = rig.host.lines();
    CHECK(lines.size() >= 3);
    for (const auto& line : lines) CHECK(line.trail == rig.session);
}

TEST_CASE("E22: more requests at once than the limit are refused and come through later") {
    ICscfRig rig;
    for (int i = 0; i < 3; ++i) rig.arrive(rig.invite());
    const auto server = rig.arrive(rig.invite());
    REQUIRE(server->responses.size() == 1);
    CHECK(server->responses[0].status() == 503);
    CHECK(server->responses[0].has("Retry-After"));
    rig.answer(486, 1);
    CHECK(rig.arrive(rig.invite())->responses.empty());
    CHECK(rig.mw.sent.size() == 4);
}

TEST_CASE("E22: an answered INVITE, which lingers for its 2xx, is none of those on their way, up to a bound") {
    ICscfRig rig;
    constexpr std::size_t bound = 8 * 3;
    for (std::size_t i = 0; i < bound; ++i) {
        CHECK(rig.arrive(rig.invite())->responses.empty());
        rig.answer(200, i);
    }
    CHECK(rig.role.on_their_way() == bound);
    CHECK(rig.arrive(rig.invite())->responses.at(0).status() == 503);
    rig.executor.advance(33s);
    CHECK(rig.role.on_their_way() == 0);
    CHECK(rig.arrive(rig.invite())->responses.empty());
}
