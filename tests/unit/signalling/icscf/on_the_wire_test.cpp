// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <wims/signalling/i_cscf.hpp>
#include <wims/signalling/static_location.hpp>

#include "signalling/sip/message.hpp"
#include "support/recording_host.hpp"
#include "unit/signalling/adapters/sofia/udp_stranger.hpp"

using namespace wims;

namespace {

const std::string wimpu = "sip:w1-!.*!@webrtc.operator.example";
const std::string impu = "sip:w1-000123@webrtc.operator.example";
constexpr int patience = 15000;

struct EveryoneIsBob final : w7::StatusDirectory {
    void status(const w7::StatusQuery&, Deadline, Completion<w7::Status> done) override {
        done(w7::Status{true, impu, wimpu});
    }
};

/// A caller and an S-CSCF, octets both, around the real thing.
struct Wire {
    sofia::test::UdpStranger caller, s_cscf;
    test::RecordingHost host;
    EveryoneIsBob w7;
    std::unique_ptr<cx::LocationDirectory> hss =
        *signalling::make_static_location({{wimpu, "sip:127.0.0.1:" + std::to_string(s_cscf.port())}});
    std::unique_ptr<signalling::ICscf> i_cscf = start();

    std::unique_ptr<signalling::ICscf> start() {
        signalling::ICscfConfig config;
        config.mw.bind = {"127.0.0.1", 0};
        config.domains = {"enterprise.com"};
        auto made = signalling::ICscf::create(config, {host, host, w7, *hss});
        REQUIRE(made.ok());
        (*made)->start();
        return std::move(*made);
    }
    std::string request(const std::string& method, const std::string& uri, const std::string& call,
                        const std::string& to_tag = {}) const {
        auto m = sip::Message::request(method, uri);
        m.append("Via", "SIP/2.0/UDP 127.0.0.1:" + std::to_string(caller.port()) + ";branch=z9hG4bK" + call);
        if (method != "CANCEL" && method != "ACK")
            m.append("Via", "SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKphone;received=192.0.2.9");
        m.append("Max-Forwards", "70");
        m.append("From", "<sip:tone@ims.operator.example>;tag=f1");
        m.append("To", "<sip:Bob@enterprise.com>" + (to_tag.empty() ? "" : ";tag=" + to_tag));
        m.append("Call-ID", call);
        m.append("CSeq", "1 " + method);
        if (method == "INVITE") m.append("Contact", "<sip:tone@192.0.2.9>");
        return m.to_text();
    }
    void call(const std::string& octets) const { caller.send(octets, i_cscf->local().port); }
    sip::Message at_s_cscf(const char* method) const {
        const auto parsed = sip::parse(s_cscf.receive_one(method, patience));
        REQUIRE(parsed.ok());
        return *parsed;
    }
    sip::Message at_caller(int status) const {
        const auto parsed = sip::parse(caller.receive_one("SIP/2.0 " + std::to_string(status), patience));
        REQUIRE(parsed.ok());
        return *parsed;
    }
    void reply(const sip::Message& request, int status) const {
        auto response = sip::Message::response_to(request, status);
        response.set("To", "<sip:Bob@enterprise.com>;tag=t1");
        if (status == 200) response.set("Contact", "<sip:block1@192.0.2.5>");
        s_cscf.send(response.to_text(), i_cscf->local().port);
    }
};

}  // namespace

TEST_CASE("ICS-03 ICS-06 ICS-07: on the wire, an INVITE and its responses with the whole Via stack") {
    const Wire wire;
    wire.call(wire.request("INVITE", "sip:Bob@enterprise.com", "call-a"));
    const auto invite = wire.at_s_cscf("INVITE");
    CHECK(invite.request_uri() == impu);
    CHECK(invite.get("P-Profile-Key") == "<" + wimpu + ">");
    CHECK(invite.get("Max-Forwards") == "69");
    CHECK(invite.get("To") == "<sip:Bob@enterprise.com>");
    CHECK_FALSE(invite.has("Record-Route"));
    const auto vias = invite.all("Via");
    REQUIRE(vias.size() == 3);
    CHECK(vias[0].find(":" + std::to_string(wire.i_cscf->local().port)) != std::string::npos);
    CHECK(vias[1].find("z9hG4bKcall-a") != std::string::npos);
    CHECK(vias[2].find("z9hG4bKphone") != std::string::npos);

    wire.reply(invite, 180);
    CHECK(wire.at_caller(180).all("Via").size() == 2);
    wire.reply(invite, 200);
    const auto answer = wire.at_caller(200);
    CHECK(answer.all("Via").size() == 2);
    CHECK(answer.branch() == "z9hG4bKcall-a");
    CHECK(answer.to_tag() == "t1");
    CHECK(wire.caller.receive(1200).empty());  // the proxy does not repeat it by itself
    wire.reply(invite, 200);
    CHECK(wire.at_caller(200).all("Via").size() == 2);
}

TEST_CASE("ICS-03: on the wire, CANCEL goes on and 487 comes back") {
    const Wire wire;
    wire.call(wire.request("INVITE", "sip:Bob@enterprise.com", "call-b"));
    const auto invite = wire.at_s_cscf("INVITE");
    wire.reply(invite, 180);
    wire.at_caller(180);
    wire.call(wire.request("CANCEL", "sip:Bob@enterprise.com", "call-b"));
    CHECK(wire.at_caller(200).method() == "CANCEL");
    const auto cancel = wire.at_s_cscf("CANCEL");
    CHECK(cancel.request_uri() == impu);
    CHECK(cancel.branch() == invite.branch());
    wire.reply(cancel, 200);
    wire.reply(invite, 487);
    CHECK(wire.at_s_cscf("ACK").branch() == invite.branch());
    CHECK(wire.at_caller(487).method() == "INVITE");
    wire.call(wire.request("ACK", "sip:Bob@enterprise.com", "call-b", "t1"));
}

TEST_CASE("ICS-04: on the wire, what is refused never reaches an S-CSCF") {
    const Wire wire;
    wire.call(wire.request("INVITE", "sip:Bob@elsewhere.example", "call-c"));
    CHECK(wire.at_caller(404).method() == "INVITE");
    wire.call(wire.request("ACK", "sip:Bob@elsewhere.example", "call-c", "x"));
    wire.call(wire.request("REGISTER", "sip:enterprise.com", "call-d"));
    CHECK(wire.at_caller(403).method() == "REGISTER");
    CHECK(wire.s_cscf.receive(100).empty());
}
