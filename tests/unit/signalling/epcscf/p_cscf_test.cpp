// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include <wims/signalling/p_cscf.hpp>

#include "rig.hpp"

using namespace wims;
using namespace wims::test;

namespace {
struct Host {
    VirtualExecutor unused;  // the fakes' faults are off: nothing runs on it
    RecordingHost recording;
    FakeTokens tokens{unused};
    FakeRegistrar registrar{unused};
    FakeGateway gateway{unused};
    ScriptedIwf iwf;
    signalling::PCscfConfig config;

    Host() {
        config.mw = {{"127.0.0.1", 0}, ""};
        config.i_cscf = "sip:127.0.0.1:9";
        config.visited_network_id = "ims.operator.example";
        config.realm = "ims.operator.example";
        config.authz_server = "https://wwsf.example/token";
        config.blocks = {{"sip:w1-!.*!@webrtc.operator.example", "sip:pilot@webrtc.operator.example",
                          "block1@webrtc.operator.example", ""}};
        config.domains = {{"enterprise.com", "sip:w1-!.*!@webrtc.operator.example"}};
    }
    auto create() {
        return signalling::PCscf::create(config, {recording, recording, tokens, registrar, gateway});
    }
};
}  // namespace

TEST_CASE("PCscf: a wrong configuration is refused with the name of what is wrong") {
    Host host;
    std::string name;
    SUBCASE("i") { host.config.i_cscf.clear(); name = "i_cscf"; }
    SUBCASE("v") { host.config.visited_network_id = "\"quoted\""; name = "visited_network_id"; }
    SUBCASE("a") { host.config.authz_server = "http://plain"; name = "authz_server"; }
    SUBCASE("w") { host.config.blocks[0].wimpu = "sip:none@x"; name = "wimpu"; }
    SUBCASE("p") { host.config.blocks[0].pilot = "tel:+1"; name = "pilot"; }
    SUBCASE("d") { host.config.domains[0].wimpu = "sip:w2-!.*!@x"; name = "enterprise.com"; }
    const auto created = host.create();
    REQUIRE_FALSE(created.ok());
    CHECK(created.error().kind == ErrorKind::usage);
    CHECK(created.error().text.find(name) != std::string::npos);
}

TEST_CASE("PCscf BLK-02 BLK-06: on its own thread, before a core that is not there; destroyed in the middle of it") {
    Host host;
    {
        auto created = host.create();
        REQUIRE(created.ok());
        auto& p_cscf = **created;
        p_cscf.attach(1, host.iwf);
        p_cscf.start();
        p_cscf.send(iwf::Up{{1, 1, 1}, TrailId::create(), "https://wwsf.example", {"203.0.113.7", 5}, "TLSv1.3", "x"});
        p_cscf.send(iwf::Sip{{1, 1, 1}, "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/WSS x.invalid;branch=z9hG4bK1\r\n"
                                        "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
                                        "Max-Forwards: 70\r\n\r\n"});
        for (int i = 0; i < 100 && p_cscf.health().flows == 0; ++i) std::this_thread::sleep_for(10ms);
        std::this_thread::sleep_for(100ms);
        const auto health = p_cscf.health();
        CHECK(health.blocks == 1);
        CHECK(health.blocks_in_service == 0);
        CHECK(health.flows == 1);
        CHECK(health.sessions == 0);
    }
    CHECK(host.registrar.count("claim") == 1);
    REQUIRE(host.iwf.texts.size() == 1);
    CHECK(host.iwf.texts[0].find("SIP/2.0 403") == 0);
}
