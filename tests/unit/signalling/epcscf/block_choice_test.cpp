// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

using namespace wims;
using namespace wims::test;

namespace {

const std::string block_1 = "sip:w1-!.*!@webrtc.operator.example";

/// An instance whose configuration leaves the block of enterprise.com to the registrar.
struct OpenRig : Rig {
    OpenRig() : Rig([](auto& config) { config.domains[0].wimpu.clear(); }) { block_in_service(); }

    /// The flow comes, or comes back, with this many moves behind it.
    void up(const Wic& wic, std::uint32_t moves) {
        instance->receive(
            iwf::Up{wic.flow, TrailId::create(), "https://wwsf.example", {"203.0.113.7", 5}, "TLSv1.3", "x", moves});
    }
};

}  // namespace

TEST_CASE("EPC-15 4.3: where the configuration leaves it open the registrar says the block; it is ours: 200") {
    OpenRig rig;
    rig.registrar.located = w6::Located{block_1, "p-cscf-1", 7, false};
    Wic wic(rig, 1);
    CHECK(wic.log_in() == 200);
    CHECK(rig.registrar.count("locate") == 1);
    REQUIRE(rig.registrar.stored.size() == 1);
    CHECK(rig.registrar.stored[0].wimpu == block_1);
    CHECK(rig.iwf.moved.empty());
    CHECK(wic.log_in() == 200);
    CHECK(wic.log_in(0) == 200);
}

TEST_CASE("EPC-15: where the configuration names a block nobody is asked") {
    Rig rig([](auto& config) { config.domains.insert(config.domains.begin(), {"open.example", ""}); });
    rig.block_in_service();
    Wic wic(rig, 1);
    CHECK(wic.log_in() == 200);
    CHECK(rig.registrar.count("locate") == 0);
    Wic open(rig, 2, "sip:Bob@open.example");
    open.token = "Bob.at.open.example";
    CHECK(open.log_in() == 403);  // the registrar knows no block for it
    CHECK(rig.registrar.count("locate") == 1);
}

TEST_CASE(
    "EPC-15: the owner is another instance: Moved with the whole REGISTER, nothing stored, nothing said to the WIC") {
    OpenRig rig;
    rig.registrar.located = w6::Located{"sip:w2-!.*!@webrtc.operator.example", "p-cscf-2", 3, false};
    Wic wic(rig, 1);
    const auto first = wic.register_request(), second = wic.register_request();
    wic.send(first);
    wic.send(second);
    rig.run();
    REQUIRE(rig.iwf.moved.size() == 2);
    CHECK(rig.iwf.moved[0].flow == wic.flow);
    CHECK(rig.iwf.moved[0].instance == "p-cscf-2");
    const auto again = sip::parse(rig.iwf.moved[0].message);
    REQUIRE(again);
    CHECK(again->to_text() == first.to_text());
    CHECK(sip::parse(rig.iwf.moved[1].message)->to_text() == second.to_text());
    CHECK(rig.registrar.count("locate") == 1);  // the second goes where the first went
    CHECK(rig.registrar.stored.empty());
    wic.close();
    rig.pass(60s);
    CHECK(rig.iwf.texts.empty());
    CHECK(rig.registrar.marked.empty());
    CHECK_FALSE(rig.host.said("good.token.abc"));
}

TEST_CASE("EPC-15: a flow that was moved too often is answered 503 with Retry-After") {
    OpenRig rig;
    rig.registrar.located = w6::Located{"sip:w2-!.*!@webrtc.operator.example", "p-cscf-2", 3, false};
    Wic wic(rig, 1);
    rig.up(wic, iwf::moves_limit);
    const auto request = wic.register_request();
    wic.send(request);
    CHECK(wic.status(request) == 503);
    CHECK(wic.last_response(request).get("Retry-After") == "5");
    CHECK(rig.iwf.moved.empty());
    rig.up(wic, iwf::moves_limit - 1);
    wic.send(wic.register_request());
    rig.run();
    CHECK(rig.iwf.moved.size() == 1);
}

TEST_CASE(
    "EPC-15: a flow whose owner could not be reached is moved there once the owner is back, at the WIC's next try") {
    OpenRig rig;
    rig.registrar.located = w6::Located{"sip:w2-!.*!@webrtc.operator.example", "p-cscf-2", 3, false};
    Wic wic(rig, 1);
    rig.up(wic, iwf::moves_limit);
    rig.pass(iwf::moves_remembered);
    const auto early = wic.register_request();
    wic.send(early);
    CHECK(wic.status(early) == 503);
    rig.pass(1s);
    wic.send(wic.register_request());
    rig.run();
    REQUIRE(rig.iwf.moved.size() == 1);
    CHECK(rig.iwf.moved[0].instance == "p-cscf-2");
}

TEST_CASE("EPC-15 E19 E21 E22: what the registrar cannot say is answered with what it means") {
    OpenRig rig;
    Wic wic(rig, 1);
    int status = 0;
    SUBCASE("no block for the domain") { status = 403; }
    SUBCASE("no owner") {
        rig.registrar.refuse = Error{ErrorKind::limit, "no owner", 503};
        status = 503;
    }
    SUBCASE("unreachable") {
        rig.registrar.refuse = Error{ErrorKind::io, "connection refused", 0};
        status = 504;
    }
    SUBCASE("ours, but not configured") {
        rig.registrar.located = w6::Located{"sip:w9-!.*!@webrtc.operator.example", "p-cscf-1", 3, false};
        status = 503;
    }
    SUBCASE("no answer") {
        rig.registrar.faults.set(Fault::lost);
        status = 504;
    }
    const auto request = wic.register_request();
    wic.send(request);
    rig.pass(3s);
    CHECK(wic.status(request) == status);
    CHECK(rig.registrar.stored.empty());
}

TEST_CASE("EPC-16 FOV-08 EXP-04: an IWF that is detached takes its flows along, and no block") {
    Rig rig;
    rig.block_in_service();
    Wic a(rig, 1), b(rig, 2, "sip:Carol@enterprise.com");
    b.token = "Carol.at.enterprise.com";
    CHECK(a.log_in() == 200);
    CHECK(b.log_in() == 200);
    const auto on_mw = rig.mw.sent.size();
    const auto texts = rig.iwf.texts.size();
    rig.instance->detach(1);
    rig.run();
    CHECK(rig.instance->flows() == 0);
    CHECK(rig.registrar.marked.size() == 2);
    CHECK(rig.instance->blocks_in_service() == 1);
    // A flow of an IWF that is not attached is not believed in.
    rig.instance->receive(iwf::Sip{a.flow, a.register_request().to_text()});
    rig.instance->receive(
        iwf::Up{{1, 78, 1}, TrailId::create(), "https://wwsf.example", {"203.0.113.7", 5}, "", "", 0});
    rig.run();
    CHECK(rig.instance->flows() == 0);
    CHECK(rig.iwf.texts.size() == texts);

    ScriptedIwf second;
    rig.instance->attach(2, second);
    rig.instance->receive(iwf::Up{{2, 1, 1}, TrailId::create(), "https://wwsf.example", {"203.0.113.7", 5}, "", "", 0});
    auto request = a.register_request();
    rig.instance->receive(iwf::Sip{{2, 1, 1}, request.to_text()});
    rig.run();
    REQUIRE(second.received[{2, 1, 1}].size() == 1);
    CHECK(second.received[{2, 1, 1}][0].status() == 200);
    CHECK(rig.mw.sent.size() == on_mw);  // EPC-16: no REGISTER of the block
}
