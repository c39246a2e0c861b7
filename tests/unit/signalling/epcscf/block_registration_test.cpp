// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

#include "signalling/epcscf/block_registration.hpp"

using namespace wims;
using namespace wims::test;

namespace {
sip::Message accepted(Rig& rig, const sip::Message& request, int expires) {
    auto ok = rig.core_response(request, 200);
    ok.append("Contact", "<sip:block1@127.0.0.1:5062>;expires=" + std::to_string(expires));
    ok.append("Service-Route", "<sip:orig@scscf1.ims.operator.example:6060;lr>");
    ok.append("P-Associated-URI", "<sip:block1-pilot@webrtc.operator.example>");
    ok.append("P-Associated-URI", "<sip:w1-!.*!@webrtc.operator.example>");
    return ok;
}
}  // namespace

TEST_CASE("BLK-01 BLK-02 BLK-07: the block's REGISTER at start, exactly as trusted node authentication wants it") {
    Rig rig;
    rig.instance->start();
    rig.run();
    REQUIRE(rig.registrar.calls == std::vector<std::string>{"claim"});
    const auto sent = rig.mw.last("REGISTER");
    const auto& m = sent->message;
    CHECK(sent->next_hop == "sip:127.0.0.12:5060");
    CHECK(m.request_uri() == "sip:webrtc.operator.example");
    CHECK(std::string(m.get("From")).find("<sip:block1-pilot@webrtc.operator.example>;tag=") == 0);
    CHECK(m.get("To") == "<sip:block1-pilot@webrtc.operator.example>");
    CHECK(m.get("Contact") ==
          "<sip:block1@127.0.0.1:5062>;+sip.instance=\"<urn:uuid:11111111-2222-4333-8444-"
          "555555555555>\";expires=600000");
    CHECK(m.get("Path") == "<sip:term@127.0.0.1:5062;lr>");
    CHECK(m.get("Supported") == "path");
    CHECK(m.get("Require") == "path");
    CHECK(m.get("P-Visited-Network-ID") == "ims.operator.example");
    CHECK(m.get("Authorization") ==
          "Digest username=\"block1@webrtc.operator.example\",realm=\"webrtc.operator.example\",nonce=\"\","
          "uri=\"sip:webrtc.operator.example\",response=\"\",integrity-protected=\"auth-done\"");
    const std::string session(m.get("Session-ID"));
    CHECK(session.substr(32) == ";remote=00000000000000000000000000000000");
    CHECK(m.get("P-Charging-Vector") == "icid-value=" + session.substr(0, 32));
    CHECK(rig.instance->blocks_in_service() == 0);
}

TEST_CASE("BLK-04: the wildcard must be in P-Associated-URI, and not first") {
    Rig rig;
    rig.instance->start();
    rig.run();
    const auto request = rig.mw.last("REGISTER");
    auto ok = rig.core_response(request->message, 200);
    SUBCASE("absent") { ok.append("P-Associated-URI", "<sip:block1-pilot@webrtc.operator.example>"); }
    SUBCASE("first") {
        ok.append("P-Associated-URI", "<sip:w1-!.*!@webrtc.operator.example>");
        ok.append("P-Associated-URI", "<sip:block1-pilot@webrtc.operator.example>");
    }
    SUBCASE("nothing") {}
    rig.mw.answer(request, std::move(ok));
    rig.run();
    CHECK(rig.instance->blocks_in_service() == 0);
    CHECK(rig.log_has("does not hold the block's wildcard"));
}

TEST_CASE(
    "BLK-04 ORG-05: a 200 without Service-Route puts no block in service: calls would follow what the WIC wrote") {
    Rig rig;
    rig.instance->start();
    rig.run();
    const auto request = rig.mw.last("REGISTER");
    auto ok = accepted(rig, request->message, 600);
    ok.remove("Service-Route");
    rig.mw.answer(request, std::move(ok));
    rig.run();
    CHECK(rig.instance->blocks_in_service() == 0);
    CHECK(rig.log_has("does not hold a Service-Route"));
    rig.pass(2s);
    CHECK(rig.mw.all("REGISTER").size() == 2);  // tried again
}

TEST_CASE("BLK-05: refreshed at half of a short grant, 600 s before the end of a long one") {
    CHECK(epcscf::refresh_after(60s) == 30s);
    CHECK(epcscf::refresh_after(1200s) == 600s);
    CHECK(epcscf::refresh_after(600000s) == 599400s);
    Rig rig;
    rig.block_in_service(60);
    CHECK(rig.instance->blocks_in_service() == 1);
    rig.pass(29s);
    CHECK(rig.mw.all("REGISTER").size() == 1);
    rig.pass(2s);
    const auto all = rig.mw.all("REGISTER");
    REQUIRE(all.size() == 2);
    CHECK(all[1]->message.call_id() == all[0]->message.call_id());
    CHECK(all[1]->message.cseq() == all[0]->message.cseq() + 1);
    CHECK(rig.registrar.count("claim") == 1);
}

TEST_CASE("BLK-05: without a refresh the block goes out of service when the grant ends") {
    Rig rig;
    rig.block_in_service(60);
    rig.pass(61s);
    CHECK(rig.instance->blocks_in_service() == 0);
    CHECK(rig.log_has("block out of service"));
}

TEST_CASE("BLK-06: a dead core is tried again after 1 s, doubling to 30 s, for ever") {
    Rig rig;
    rig.instance->start();
    rig.run();
    for (const auto wait : {1s, 2s, 4s, 8s, 16s, 30s, 30s, 30s}) {
        const auto tried = rig.mw.all("REGISTER").size();
        const auto request = rig.mw.last("REGISTER");
        const int status = tried % 2 == 0 ? 408 : 503;
        rig.mw.answer(request, sip::Message::response_to(request->message, status), true);
        rig.pass(wait - 100ms);
        CHECK(rig.mw.all("REGISTER").size() == tried);
        rig.pass(200ms);
        CHECK(rig.mw.all("REGISTER").size() == tried + 1);
    }
    const auto request = rig.mw.last("REGISTER");
    rig.mw.answer(request, accepted(rig, request->message, 60));
    rig.run();
    CHECK(rig.instance->blocks_in_service() == 1);
}

TEST_CASE("BLK-06: 423 is asked again with Min-Expires, 403 stops with an alarm") {
    Rig rig([](auto& config) { config.block_expires = 100s; });
    rig.instance->start();
    rig.run();
    auto request = rig.mw.last("REGISTER");
    auto brief = rig.core_response(request->message, 423);
    brief.append("Min-Expires", "3600");
    rig.mw.answer(request, std::move(brief));
    rig.run();
    request = rig.mw.last("REGISTER");
    CHECK(std::string(request->message.get("Contact")).find(";expires=3600") != std::string::npos);
    rig.mw.answer(request, rig.core_response(request->message, 403));
    rig.pass(600s);
    CHECK(rig.mw.all("REGISTER").size() == 2);
    CHECK(rig.log_has("the core refuses the block"));
}

TEST_CASE("BLK-06: the claim on W6 through every fault: the block comes into service in the end") {
    for (const auto fault : every_fault) {
        CAPTURE(static_cast<int>(fault));
        Rig rig;
        rig.registrar.faults.set(fault);
        rig.instance->start();
        rig.pass(5s);
        rig.registrar.faults.set(Fault::none);
        rig.pass(60s);
        REQUIRE(!rig.mw.all("REGISTER").empty());
        const auto request = rig.mw.last("REGISTER");
        rig.mw.answer(request, accepted(rig, request->message, 60));
        rig.run();
        CHECK(rig.instance->blocks_in_service() == 1);
    }
}

TEST_CASE("R3-01: a thousand registrations, one REGISTER on Mw") {
    Rig rig;
    rig.block_in_service();
    for (std::uint64_t i = 1; i <= 1000; ++i) {
        const std::string name = "user" + std::to_string(i);
        Wic wic(rig, i, "sip:" + name + "@enterprise.com");
        wic.token = name;
        REQUIRE(wic.log_in() == 200);
    }
    CHECK(rig.registrar.users.size() == 1000);
    CHECK(rig.mw.all("REGISTER").size() == 1);
}
