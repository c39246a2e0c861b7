// SPDX-License-Identifier: Apache-2.0
#include <condition_variable>
#include <mutex>
#include <thread>

#include <wims/signalling/p_cscf.hpp>

#include "rig.hpp"
#include "small_core.hpp"

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
    auto create() { return signalling::PCscf::create(config, {recording, recording, tokens, registrar, gateway}); }
};
}  // namespace

TEST_CASE("PCscf: a wrong configuration is refused with the name of what is wrong") {
    Host host;
    std::string name;
    SUBCASE("i") {
        host.config.i_cscf.clear();
        name = "i_cscf";
    }
    SUBCASE("v") {
        host.config.visited_network_id = "\"quoted\"";
        name = "visited_network_id";
    }
    SUBCASE("a") {
        host.config.authz_server = "http://plain";
        name = "authz_server";
    }
    SUBCASE("w") {
        host.config.blocks[0].wimpu = "sip:none@x";
        name = "wimpu";
    }
    SUBCASE("twice") {
        host.config.blocks.push_back(host.config.blocks[0]);
        name = "given twice";
    }
    SUBCASE("p") {
        host.config.blocks[0].pilot = "tel:+1";
        name = "pilot";
    }
    SUBCASE("d") {
        host.config.domains[0].wimpu = "sip:w2-!.*!@x";
        name = "enterprise.com";
    }
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
        p_cscf.send(iwf::Sip{{1, 1, 1},
                             "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/WSS x.invalid;branch=z9hG4bK1\r\n"
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

namespace {

/// The other end of a flow, on the test's thread.
class WaitingIwf final : public iwf::Link {
public:
    void send(iwf::Frame frame) override {
        const auto* f = std::get_if<iwf::Sip>(&frame);
        auto message = f != nullptr ? sip::parse(f->message) : Result<sip::Message>(Error{});
        if (!message) return;
        const std::lock_guard lock(mutex_);
        messages_.push_back(std::move(*message));
        changed_.notify_all();
    }
    /// The first message that fits; fails the test after 5 s.
    sip::Message wait(const std::function<bool(const sip::Message&)>& fits) {
        std::unique_lock lock(mutex_);
        const sip::Message* found = nullptr;
        changed_.wait_for(lock, 5s, [&] {
            for (const auto& m : messages_)
                if (fits(m)) found = &m;
            return found != nullptr;
        });
        REQUIRE(found != nullptr);
        return *found;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<sip::Message> messages_;
};

std::string from_wic(const std::string& method, const std::string& uri, int cseq, const std::string& to,
                     const std::string& call, const std::string& more, const std::string& body = {}) {
    return method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/WSS w.invalid;branch=z9hG4bKw" + std::to_string(cseq) +
           method + "\r\nMax-Forwards: 69\r\nFrom: <sip:Bob@enterprise.com>;tag=w\r\nTo: " + to +
           "\r\nCall-ID: " + call + "\r\nCSeq: " + std::to_string(cseq) + ' ' + method + "\r\n" + more +
           (body.empty() ? "" : "Content-Type: application/sdp\r\n") + "\r\n" + body;
}

}  // namespace

TEST_CASE("PCscf BLK-06 R3-02 ORG-05 ORG-11: over UDP: the core starts last, then log-in, call, hang-up") {
    Host host;
    std::optional<SmallCore> core(std::in_place, host.recording, std::uint16_t{0});
    const auto port = core->port();
    core.reset();
    host.config.i_cscf = "sip:127.0.0.1:" + std::to_string(port);
    WaitingIwf iwf;
    auto created = host.create();
    REQUIRE(created.ok());
    auto& p_cscf = **created;
    p_cscf.attach(1, iwf);
    p_cscf.start();
    std::this_thread::sleep_for(300ms);
    CHECK(p_cscf.health().blocks_in_service == 0);
    core.emplace(host.recording, port);
    for (int i = 0; i < 1000 && p_cscf.health().blocks_in_service == 0; ++i) std::this_thread::sleep_for(10ms);
    REQUIRE(p_cscf.health().blocks_in_service == 1);

    const iwf::FlowId flow{1, 1, 1};
    const auto say = [&](std::string text) { p_cscf.send(iwf::Sip{flow, std::move(text)}); };
    const std::string contact = "Contact: <sip:k@w.invalid;transport=ws>\r\n";
    p_cscf.send(iwf::Up{flow, TrailId::create(), "https://wwsf.example", {"203.0.113.7", 5}, "TLSv1.3", "x"});
    say(from_wic("REGISTER", "sip:enterprise.com", 1, "<sip:Bob@enterprise.com>", "r",
                 contact + "Expires: 600\r\nAuthorization: Bearer good.token\r\n"));
    CHECK(iwf.wait([](const auto& m) { return m.method() == "REGISTER"; }).status() == 200);

    say(from_wic("INVITE", "sip:echo@ims.operator.example", 2, "<sip:echo@ims.operator.example>", "c", contact,
                 browser_offer));
    const auto ok = iwf.wait([](const auto& m) { return m.method() == "INVITE" && m.status() >= 200; });
    REQUIRE(ok.status() == 200);
    const std::string ours(ok.get("Contact").substr(1, ok.get("Contact").find('>') - 1));
    const std::string to(ok.get("To"));
    say(from_wic("ACK", ours, 2, to, "c", ""));
    CHECK(p_cscf.health().sessions == 1);
    say(from_wic("BYE", ours, 3, to, "c", ""));
    CHECK(iwf.wait([](const auto& m) { return m.method() == "BYE"; }).status() == 200);
    for (int i = 0; i < 500 && core->got("BYE").empty(); ++i) std::this_thread::sleep_for(10ms);
    CHECK(core->got("BYE").size() == 1);
    CHECK(core->got("ACK").size() == 1);
    const auto invites = core->got("INVITE");
    REQUIRE(invites.size() == 1);
    CHECK(invites[0].get("P-Asserted-Identity") == "<sip:w1-000123@webrtc.operator.example>");
    CHECK(invites[0].get("P-Profile-Key") == "<sip:w1-!.*!@webrtc.operator.example>");
    CHECK(invites[0].get("From") == "<sip:Bob@enterprise.com>;tag=w");
    CHECK(p_cscf.health().sessions == 0);
    created = Error{};  // ends the instance before what it was given
    CHECK(host.gateway.live.empty());
}
