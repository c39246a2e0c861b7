// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

using namespace wims;
using namespace wims::test;

namespace {

const std::string impu = "sip:w2-777@webrtc.operator.example";

/// A second block, whose IMPUs a third party's WWSF gives to its users.
void with_third_party(signalling::PCscfConfig& config) {
    config.blocks.push_back({"sip:w2-!.*!@webrtc.operator.example", "sip:block2-pilot@webrtc.operator.example",
                             "block2@webrtc.operator.example", "urn:uuid:22222222-2222-4333-8444-555555555555"});
    config.domains.push_back(
        {"webrtc.operator.example", "sip:w2-!.*!@webrtc.operator.example", w6::AllocatedBy::third_party});
}

struct ThirdParty {
    ThirdParty() : rig(with_third_party) { rig.block_in_service(); }
    Wic user(std::uint64_t connection, const std::string& name = "w2-777") {
        Wic wic(rig, connection, "sip:" + name + "@webrtc.operator.example");
        wic.token = name + ".at.webrtc.operator.example";
        return wic;
    }
    Rig rig;
};

bool on_w2(const Rig& rig, std::string_view text) {
    for (const auto& message : rig.iwf.texts)
        if (message.find(text) != std::string::npos) return true;
    return false;
}

}  // namespace

TEST_CASE("R3-08 EPC-10: the IMPU in To is inside the third party's block: stored as it is, and as the third party's") {
    ThirdParty f;
    auto wic = f.user(1);
    const auto on_mw = f.rig.mw.sent.size();
    const auto request = wic.register_request(600);
    wic.send(request);
    REQUIRE(wic.status(request) == 200);
    CHECK(wic.last_response(request).get("P-Associated-URI") == '<' + impu + '>');
    const auto& stored = f.rig.registrar.stored.back();
    CHECK(stored.identity == impu);
    CHECK(stored.wimpu == "sip:w2-!.*!@webrtc.operator.example");
    CHECK(stored.allocated_by == w6::AllocatedBy::third_party);
    CHECK(f.rig.mw.sent.size() == on_mw);
    // The other domain is still ours to allocate from, in one instance, by configuration alone.
    Wic bob(f.rig, 2);
    CHECK(bob.log_in() == 200);
    CHECK(f.rig.registrar.stored.back().allocated_by == w6::AllocatedBy::epcscf);
    CHECK(f.rig.registrar.stored.back().wimpu == "sip:w1-!.*!@webrtc.operator.example");
}

TEST_CASE("R3-08 E15: an IMPU outside the third party's block: 403, and neither W6 nor Mw hears of it") {
    ThirdParty f;
    const auto on_mw = f.rig.mw.sent.size(), on_w6 = f.rig.registrar.calls.size();
    std::uint64_t connection = 0;
    for (const auto* name : {"zz", "w1-000123", "w22-777", "xw2-777"}) {
        CAPTURE(name);
        auto wic = f.user(++connection, name);
        CHECK(wic.log_in() == 403);
    }
    CHECK(f.rig.mw.sent.size() == on_mw);
    CHECK(f.rig.registrar.calls.size() == on_w6);
}

TEST_CASE("EPC-05 TOK-06: what W1 says of another issuer's range is a 403, and neither W6 nor Mw hears of it") {
    ThirdParty f;
    auto wic = f.user(1);
    const auto on_mw = f.rig.mw.sent.size(), on_w6 = f.rig.registrar.calls.size();
    wic.token = "foreign.token";
    CHECK(wic.log_in() == 403);
    wic.token = "w2-778.at.webrtc.operator.example";  // another user's
    CHECK(wic.log_in() == 403);
    CHECK(f.rig.mw.sent.size() == on_mw);
    CHECK(f.rig.registrar.calls.size() == on_w6);
}

TEST_CASE("ORG-04 EPC-13: origination of a third party's user reads nothing on W6, and asserts the registered IMPU") {
    ThirdParty f;
    auto wic = f.user(1);
    REQUIRE(wic.log_in() == 200);
    const auto reads = f.rig.registrar.count("fetch");
    const auto invite = wic.invite("sip:echo@ims.operator.example", browser_offer);
    wic.send(invite);
    const auto sent = f.rig.mw.last("INVITE");
    CHECK(sent->message.get("P-Asserted-Identity") == '<' + impu + '>');
    CHECK(sent->message.get("P-Profile-Key") == "<sip:w2-!.*!@webrtc.operator.example>");
    CHECK(sent->message.get("From") == invite.get("From"));
    CHECK(sent->message.all("Route") == std::vector<std::string>{"<sip:orig@scscf1.ims.operator.example:6060;lr>"});
    CHECK(f.rig.registrar.count("fetch") == reads);
}

TEST_CASE("TRM-06 EPC-10: a call to the third party's IMPU reaches its user, who sees its own identity") {
    ThirdParty f;
    auto wic = f.user(1);
    REQUIRE(wic.log_in() == 200);
    f.rig.mw.receive(f.rig.core_invite(impu, phone_offer));
    f.rig.run();
    const auto invite = wic.last_request("INVITE");
    CHECK(invite.request_uri() == wic.contact);
    CHECK(invite.get("To") == '<' + impu + '>');
}

TEST_CASE("R3-09 TRM-07: an IMPU of a third party is its user's name and is shown; one that we allocated is not") {
    ThirdParty f;
    Wic bob(f.rig, 1);
    auto third = f.user(2);
    REQUIRE(bob.log_in() == 200);
    REQUIRE(third.log_in() == 200);
    SUBCASE("the third party's user calls ours") {
        auto invite = f.rig.core_invite("sip:w1-000123@webrtc.operator.example", phone_offer);
        invite.set("From", '<' + impu + ">;tag=c1");
        invite.set("P-Asserted-Identity", '<' + impu + '>');
        f.rig.mw.receive(std::move(invite));
        f.rig.run();
        const auto got = bob.last_request("INVITE");
        CHECK(got.get("P-Asserted-Identity") == '<' + impu + '>');
        CHECK(std::string(got.get("From")).find(impu) != std::string::npos);
    }
    SUBCASE("ours calls the third party's user") {
        auto invite = f.rig.core_invite(impu, phone_offer);
        invite.set("From", "<sip:w1-000123@webrtc.operator.example>;tag=c1");
        invite.set("P-Asserted-Identity", "<sip:w1-000123@webrtc.operator.example>");
        f.rig.mw.receive(std::move(invite));
        f.rig.run();
        CHECK_FALSE(third.last_request("INVITE").has("P-Asserted-Identity"));
    }
    CHECK_FALSE(on_w2(f.rig, "w1-000123"));
}

TEST_CASE("R3-07 EPC-10: a configuration in which an IMPU could lie in two blocks, or be given by two, is refused") {
    Rig rig(with_third_party);
    auto config = rig.config;
    REQUIRE(epcscf::Blocks::check(config).ok());
    SUBCASE("overlap") { config.blocks[1].wimpu = config.domains[1].wimpu = "sip:w1-9!.*!@webrtc.operator.example"; }
    SUBCASE("two allocate from one block") {
        config.domains.push_back({"other.example", config.blocks[1].wimpu, w6::AllocatedBy::epcscf});
    }
    CHECK(epcscf::Blocks::check(config).error().kind == ErrorKind::usage);
}
