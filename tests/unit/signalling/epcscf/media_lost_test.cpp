// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

using namespace wims;
using namespace wims::test;
using iq::EventKind;

TEST_CASE("ORG-14: consent lost, DTLS failed or closed, gateway lost: BYE with Reason on both legs") {
    for (const auto kind :
         {EventKind::consent_lost, EventKind::dtls_failed, EventKind::dtls_closed, EventKind::gateway_lost}) {
        CAPTURE(static_cast<int>(kind));
        OutgoingCall c;
        c.answered();
        c.rig.gateway.tell(kind, c.rig.gateway.context());
        c.rig.pass(2s);  // the BYE of a client that closes its media is waited for
        const std::string at_core(c.rig.mw.last("BYE")->message.get("Reason"));
        CHECK(at_core.find("SIP;cause=") == 0);
        CHECK(at_core.find(";text=\"") != std::string::npos);
        CHECK(c.wic->last_request("BYE").get("Reason") == at_core);
        CHECK(c.rig.host.counted("p_cscf.calls_media_lost") == 1);
        c.check_clean();
    }
}

TEST_CASE("ORG-14: a client that hangs up closes its media before its BYE comes: the BYE counts") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(EventKind::dtls_closed, c.rig.gateway.context());
    c.rig.pass(900ms);
    CHECK(c.rig.mw.all("BYE").empty());
    CHECK(c.wic->status(c.wic_sends("BYE")) == 200);
    CHECK(c.rig.mw.last("BYE")->message.get("Reason").empty());
    CHECK(c.rig.host.counted("p_cscf.calls_media_lost") == 0);
    c.rig.pass(2s);
    c.check_clean();
}

TEST_CASE("ORG-14: missing media alone ends nothing") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(EventKind::media_inactivity, c.rig.gateway.context());
    c.rig.run();
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("AGW-17: a hanging termination: the call is kept, unless it is configured to end and nothing is heard") {
    bool ends = false;
    Duration configured{}, silent{};
    SUBCASE("not configured") { silent = 7200s; }
    SUBCASE("something is heard") {
        configured = 600s;
        silent = 599s;
    }
    SUBCASE("nothing is heard") {
        configured = silent = 600s;
        ends = true;
    }
    OutgoingCall c([&](auto& config) { config.hanging_call = configured; });
    c.answered();
    c.rig.gateway.tell(EventKind::dtls_established, c.rig.gateway.context());
    c.rig.gateway.tell(EventKind::hanging_termination, c.rig.gateway.context(), silent);
    c.rig.run();
    CHECK(c.rig.instance->sessions() == (ends ? 0 : 1));
    CHECK(c.rig.gateway.live.empty() == ends);
    if (!ends) return;
    CHECK(c.rig.mw.last("BYE")->message.get("Reason") == "SIP;cause=408;text=\"nothing is heard any more\"");
    CHECK(c.wic->requests("BYE").size() == 1);
    CHECK(c.rig.host.counted("p_cscf.calls_media_lost") == 1);
    c.check_clean();
}

TEST_CASE("AGW-17: a hanging termination of which no call knows is released") {
    OutgoingCall c;
    c.answered();
    const auto calls = c.rig.gateway.context();
    const auto leaked = c.rig.gateway.leak();
    c.rig.gateway.tell(EventKind::hanging_termination, leaked);
    c.rig.run();
    CHECK(c.rig.gateway.live == std::set{calls});
    CHECK(c.rig.host.counted("p_cscf.contexts_unknown") == 1);
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("E31: a gateway that says that it is full is counted and logged, calls go on") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(EventKind::resources_exhausted, 0);
    c.rig.run();
    CHECK(c.rig.host.counted("p_cscf.gateway_exhausted") == 1);
    CHECK(c.rig.log_has("the media gateway is full"));
    CHECK(c.rig.instance->sessions() == 1);
}

TEST_CASE("E31: no resources: 503 to the WIC, 500 to the core, both say why, and both are counted") {
    SUBCASE("originating") {
        OutgoingCall c;
        c.rig.gateway.refuse = Error{ErrorKind::limit, "no core port pair is free", 503};
        c.dial();
        CHECK(c.wic->status(c.invite) == 503);
        const std::string warning(c.wic->last_response(c.invite).get("Warning"));
        CHECK(warning.starts_with("399 "));
        CHECK(warning.ends_with(" \"the media gateway is full\""));
        CHECK(c.rig.host.counted("p_cscf.gateway_refused") == 1);
        c.check_clean();
    }
    SUBCASE("terminating") {
        IncomingCall c;
        c.rig.gateway.faults.set(Fault::lost);
        c.call();
        c.rig.pass(10s);
        CHECK(c.core->status() == 500);
        const std::string warning(c.core->responses.back().get("Warning"));
        CHECK(warning.ends_with(" \"the media gateway does not answer\""));
        CHECK(c.rig.host.counted("p_cscf.gateway_refused") == 1);
        c.check_clean();
    }
}

TEST_CASE("E32: no DTLS within the set-up time after the answer: BYE both with Reason 408") {
    SUBCASE("originating") {
        OutgoingCall c([](auto& config) { config.media_setup = 10s; });
        c.answered();
        c.rig.pass(9s);
        CHECK(c.rig.mw.all("BYE").empty());
        c.rig.pass(2s);
        CHECK(c.rig.mw.last("BYE")->message.get("Reason") == "SIP;cause=408;text=\"media setup failed\"");
        CHECK(c.wic->requests("BYE").size() == 1);
        c.check_clean();
    }
    SUBCASE("terminating") {
        IncomingCall c([](auto& config) { config.media_setup = 10s; });
        c.answered();
        c.rig.pass(11s);
        CHECK(c.rig.mw.all("BYE").size() == 1);
        c.check_clean();
    }
}

TEST_CASE("ORG-14 EXP-04: the socket closes in mid-call: the call lives until consent is lost") {
    OutgoingCall c;
    c.answered();
    c.rig.gateway.tell(EventKind::dtls_established, c.rig.gateway.context());
    c.wic->close();
    c.rig.pass(25s);
    CHECK(c.rig.instance->sessions() == 1);
    CHECK(c.core_sends("UPDATE")->status() == 480);
    c.rig.gateway.tell(EventKind::consent_lost, c.rig.gateway.context());
    c.rig.run();
    CHECK(std::string(c.rig.mw.last("BYE")->message.get("Reason")).find("SIP;cause=408") == 0);
    c.check_clean();
}
