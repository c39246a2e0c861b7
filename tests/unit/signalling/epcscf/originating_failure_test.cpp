// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE("E07 E08 E26 E27 E28: what cannot be called or negotiated") {
    OutgoingCall c;
    auto m = c.wic->invite(echo, browser_offer);
    int status = 0;
    SUBCASE("scheme") {
        m.set_request_uri("mailto:x@y.z");
        status = 416;
    }
    SUBCASE("Require") {
        m.append("Require", "100rel");
        status = 420;
    }
    SUBCASE("no SDP") {
        m.set_body("text/plain", "hello");
        status = 415;
    }
    SUBCASE("broken SDP") {
        m.set_body("application/sdp", "v=0\r\nm=audio x\r\n");
        status = 400;
    }
    SUBCASE("no DTLS, no ICE") {
        m.set_body("application/sdp", phone_offer);
        status = 488;
    }
    c.wic->send(m);
    CHECK(c.wic->status(m) == status);
    if (status == 488) CHECK(c.wic->last_response(m).has("Warning"));
    if (status == 415) CHECK(c.wic->last_response(m).get("Accept") == "application/sdp");
    if (status == 420) CHECK(c.wic->last_response(m).get("Unsupported") == "100rel");
    CHECK(c.rig.mw.all("INVITE").empty());
    c.check_clean();
}

TEST_CASE("E21 E31 ORG-12: W6 or the gateway fails: its status, nothing on Mw") {
    OutgoingCall c;
    int status = 0;
    SUBCASE("W6 unreachable") {
        c.rig.registrar.refuse = Error{ErrorKind::io, "down", 504};
        status = 504;
    }
    SUBCASE("W6 has no entry") {
        c.rig.registrar.users.clear();
        status = 403;
    }
    SUBCASE("no ports") {
        c.rig.gateway.refuse = Error{ErrorKind::limit, "full", 503};
        status = 503;
    }
    c.dial();
    CHECK(c.wic->status(c.invite) == status);
    if (status == 503) CHECK(c.wic->last_response(c.invite).has("Retry-After"));
    CHECK(c.rig.mw.all("INVITE").empty());
    c.check_clean();
    const auto asked = c.rig.registrar.count("fetch");
    c.dial();  // W6 is asked again, unless it has said that there is no entry: the flow is not registered any more
    CHECK(c.wic->status(c.invite) == status);
    CHECK(c.rig.registrar.count("fetch") == asked + (status == 403 ? 0 : 1));
}

TEST_CASE("E31: the core's refusal is relayed, 503 and challenges are not") {
    for (const auto& [from_core, to_wic] : {std::pair{486, 486}, {603, 603}, {503, 500}, {407, 403}, {302, 480}}) {
        CAPTURE(from_core);
        OutgoingCall c;
        c.dial();
        c.core_says(from_core);
        CHECK(c.wic->status(c.invite) == to_wic);
        c.check_clean();
    }
}

TEST_CASE("IQ-10 E21 E31: an originating call through every fault of every seam: one final response, no context left") {
    for (const auto fault : every_fault) {
        for (int seam = 0; seam < 3; ++seam) {
            CAPTURE(static_cast<int>(fault));
            CAPTURE(seam);
            OutgoingCall c;
            test::FaultInjector* injectors[] = {&c.rig.tokens.faults, &c.rig.registrar.faults, &c.rig.gateway.faults};
            injectors[seam]->set(fault);
            c.dial();
            c.rig.pass(10s);
            const bool works = fault == Fault::none || fault == Fault::twice;
            CHECK(c.rig.mw.all("INVITE").size() == (works ? 1 : 0));
            if (!works) {
                int finals = 0;
                for (const auto& r : c.wic->responses(c.invite)) finals += r.status() >= 200 ? 1 : 0;
                CHECK(finals == 1);
                CHECK(c.wic->status(c.invite) >= 500);
                if (seam == 2) CHECK(c.wic->status(c.invite) == 503);
                c.check_clean();
                continue;
            }
            c.core_says(200, phone_answer);
            CHECK(c.wic->status(c.invite) == 200);
        }
    }
}

TEST_CASE("IQ-10: the gateway fails when it is told the answer: BYE to the core, 503 to the WIC, context given back") {
    for (const auto fault : {Fault::lost, Fault::late, Fault::error, Fault::after_cancel}) {
        OutgoingCall c;
        c.dial();
        c.rig.gateway.faults.set(fault);
        c.core_says(200, phone_answer);
        c.rig.pass(10s);
        CHECK(c.wic->status(c.invite) == 503);
        CHECK(c.rig.mw.acks.size() == 1);
        CHECK(c.rig.mw.all("BYE").size() == 1);
        c.check_clean();
    }
}

TEST_CASE("E28: the core's answer cannot be used: ACK, BYE, and the caller is told") {
    OutgoingCall c;
    c.dial();
    c.core_says(200, "v=0\r\nbroken");
    CHECK(c.wic->status(c.invite) == 488);
    CHECK(c.rig.mw.acks.size() == 1);
    CHECK(c.rig.mw.all("BYE").size() == 1);
    c.check_clean();
}

TEST_CASE("no answer: the core is cancelled, the WIC hears 408") {
    OutgoingCall c([](auto& config) { config.no_answer = 20s; });
    c.dial();
    c.core_says(180);
    c.rig.pass(21s);
    CHECK(c.wic->status(c.invite) == 408);
    CHECK(c.sent()->cancelled);
    c.core_says(487);
    c.check_clean();
}

TEST_CASE("E22: a WIC begins no more calls at once than it may; an ended one makes room") {
    OutgoingCall c;
    const auto most = c.rig.config.calls_per_flow;
    for (std::size_t i = 0; i < most; ++i) c.dial();
    CHECK(c.rig.gateway.reserved.size() == most);
    c.dial();
    CHECK(c.wic->status(c.invite) == 503);
    CHECK(c.wic->last_response(c.invite).has("Retry-After"));
    CHECK(c.rig.gateway.reserved.size() == most);
    c.core_says(486);
    c.dial();
    CHECK(c.rig.gateway.reserved.size() == most + 1);
}

TEST_CASE("E31: the core does not answer or cannot be reached: 504 and 503") {
    for (const auto& [local, to_wic] : {std::pair{408, 504}, {503, 503}}) {
        OutgoingCall c;
        c.dial();
        c.rig.mw.answer(c.sent(), sip::Message::response_to(c.sent()->message, local), true);
        c.rig.run();
        CHECK(c.wic->status(c.invite) == to_wic);
        c.check_clean();
    }
}

TEST_CASE("the socket closes while the core's phone rings: the core is cancelled, nothing is left") {
    OutgoingCall c;
    c.dial();
    c.core_says(180);
    c.wic->close();
    CHECK(c.sent()->cancelled);
    c.core_says(487);
    c.check_clean();
}

TEST_CASE("E22 BLK-06: the block goes out of service when the core refuses its refresh: 503 to a log-in") {
    OutgoingCall c;
    Rig& rig = c.rig;
    rig.pass(599401s);  // the WIC's own binding has run out by then
    rig.mw.answer(rig.mw.last("REGISTER"), rig.core_response(rig.mw.last("REGISTER")->message, 403));
    rig.run();
    CHECK(rig.instance->blocks_in_service() == 0);
    CHECK(c.wic->log_in() == 503);
}
