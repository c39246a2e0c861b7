// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

using namespace wims;
using namespace wims::test;

namespace {

/// A user that is registered, and what a bad REGISTER must leave as it is.
struct Registered {
    Registered() {
        rig.block_in_service();
        REQUIRE(wic.log_in(600) == 200);
        on_mw = rig.mw.sent.size();
        on_w6 = rig.registrar.calls.size();
        binding = rig.registrar.users.at("sip:Bob@enterprise.com").contacts;
    }
    /// Sends it and expects this answer, counted, with nothing on Mw and W6 and the binding as it was.
    sip::Message refused(const sip::Message& request, int status) {
        const auto before = rig.host.counted("p_cscf.registrations_refused");
        wic.send(request);
        const auto response = wic.last_response(request);
        CHECK(response.status() == status);
        CHECK(wic.responses(request).size() == 1);
        CHECK(rig.host.counted("p_cscf.registrations_refused") == before + 1);
        unchanged();
        return response;
    }
    void unchanged() {
        CHECK(rig.mw.sent.size() == on_mw);
        CHECK(rig.registrar.calls.size() == on_w6);
        CHECK(rig.registrar.users.at("sip:Bob@enterprise.com").contacts == binding);
        const auto options = wic.request("OPTIONS", "sip:enterprise.com", "<sip:enterprise.com>");
        wic.send(options);
        CHECK(wic.status(options) == 200);  // still registered
    }
    /// The raw text of a message that our own writer would not write.
    void send_text(const std::string& text) {
        rig.instance->receive(iwf::Sip{wic.flow, text});
        rig.run();
    }

    Rig rig;
    Wic wic{rig, 1};
    std::size_t on_mw = 0, on_w6 = 0;
    std::vector<w6::Contact> binding;
};

}  // namespace

TEST_CASE("E07: a scheme that is none of ours, in the Request-URI or in To: 416") {
    Registered f;
    auto request = f.wic.register_request();
    SUBCASE("Request-URI") { request.set_request_uri("http://enterprise.com"); }
    SUBCASE("To") { request.set("To", "<mailto:bob@enterprise.com>"); }
    SUBCASE("tel in To (R3-10)") { request.set("To", "<tel:+15550100>"); }
    f.wic.send(request);
    CHECK(f.wic.status(request) == 416);
    f.unchanged();
}

TEST_CASE("E08: Require and Proxy-Require of what nobody knows: 420 and which; path, outbound and gruu are harmless") {
    Registered f;
    auto request = f.wic.register_request();
    for (const auto* tag : {"path", "outbound", "gruu"}) request.append("Require", tag);
    request.append("Require", "teleport");
    request.append("Proxy-Require", "sec-agree");
    const auto response = f.refused(request, 420);
    CHECK(response.all("Unsupported") == std::vector<std::string>{"teleport", "sec-agree"});
    auto fine = f.wic.register_request();
    fine.append("Require", "outbound");
    f.wic.send(fine);
    CHECK(f.wic.status(fine) == 200);
}

TEST_CASE("E09: Max-Forwards 0: 483; a request that has been through us: 482") {
    Registered f;
    auto request = f.wic.register_request();
    request.set("Max-Forwards", "0");
    f.refused(request, 483);
    for (const auto* method : {"REGISTER", "INVITE", "OPTIONS", "MESSAGE"}) {
        auto looped = f.wic.request(method, "sip:echo@ims.operator.example", "<sip:echo@ims.operator.example>");
        looped.append("Via", "SIP/2.0/WSS P-CSCF-1.invalid;branch=z9hG4bKours");
        f.wic.send(looped);
        CHECK(f.wic.status(looped) == 482);
    }
    f.unchanged();
}

TEST_CASE("E10: a SIP version that is not 2.0: 505") {
    Registered f;
    const auto request = f.wic.register_request();
    auto text = request.to_text();
    text.replace(text.find("SIP/2.0\r\n"), 7, "SIP/3.0");
    f.send_text(text);
    CHECK(f.wic.status(request) == 505);
    CHECK(f.rig.host.counted("w2.message_refused") == 1);
    f.unchanged();
}

TEST_CASE("E13: a good token without the scope: 401 that says so") {
    Registered f;
    auto request = f.wic.register_request();
    request.set("Authorization", "Bearer scopeless.token");
    CHECK(f.refused(request, 401).get("WWW-Authenticate") ==
          "Bearer realm=\"ims.operator.example\",authz_server=\"https://wwsf.example/token\",error=\"invalid_scope\"");
}

TEST_CASE("E16: two Authorization schemes: 400") {
    Registered f;
    auto request = f.wic.register_request();
    request.append("Authorization", "Digest username=\"bob\"");
    f.refused(request, 400);
}

TEST_CASE("E17: too short a time: 423 and what would be enough; in Contact or in Expires") {
    Registered f;
    auto request = f.wic.register_request();
    request.set("Contact", '<' + f.wic.contact + ">;+sip.instance=\"<" + f.wic.instance + ">\";reg-id=1");
    SUBCASE("Contact") { request.set("Contact", std::string(request.get("Contact")) + ";expires=59"); }
    SUBCASE("Expires") { request.set("Expires", "1"); }
    CHECK(f.refused(request, 423).get("Min-Expires") == "60");
}

TEST_CASE("E18: Contact: * with an Expires that is not 0, with none, or with another Contact: 400") {
    Registered f;
    auto request = f.wic.register_request(0);
    request.set("Contact", "*");
    SUBCASE("not zero") { request.set("Expires", "10"); }
    SUBCASE("none") { request.remove("Expires"); }
    SUBCASE("no number") { request.set("Expires", "zero"); }
    SUBCASE("another") { request.append("Contact", '<' + f.wic.contact + '>'); }
    f.refused(request, 400);
}

TEST_CASE("E20: outbound is asked for through a proxy that does not keep the flow: 439; through one that does: 200") {
    Registered f;
    auto request = f.wic.register_request();
    request.append("Via", "SIP/2.0/WSS browser.invalid;branch=z9hG4bKbrowser");
    SUBCASE("no Path") { f.refused(request, 439); }
    SUBCASE("Path without ob") {
        request.append("Path", "<sip:near.example;lr;ob>");
        request.append("Path", "<sip:first.example;lr>");
        f.refused(request, 439);
    }
    SUBCASE("Path with ob") {
        request.append("Path", "<sip:first.example;lr;ob>");
        f.wic.send(request);
        CHECK(f.wic.status(request) == 200);
    }
    SUBCASE("not asked for") {
        request.remove("Supported");
        f.wic.send(request);
        CHECK(f.wic.status(request) == 200);
    }
}

TEST_CASE("E35: more than 100 headers, a line over 8 KiB, a flood of Contacts: 400, then the flow is closed") {
    Registered f;
    auto request = f.wic.register_request();
    SUBCASE("headers") {
        for (int i = 0; i < 100; ++i) request.append("X-Flood-" + std::to_string(i), "1");
    }
    SUBCASE("line") { request.append("X-Flood", std::string(9000, 'x')); }
    SUBCASE("contacts") {
        for (int i = 0; i < 500; ++i) request.append("Contact", "<sip:x@y.invalid>");
    }
    auto text = request.to_text();
    f.send_text(text);
    CHECK(f.wic.status(request) == 400);
    REQUIRE(f.rig.iwf.closed.size() == 1);
    CHECK(f.rig.iwf.closed[0].flow == f.wic.flow);
    CHECK(f.rig.iwf.closed[0].code == 1008);
    CHECK(f.rig.host.counted("w2.flows_flooding") == 1);
    f.unchanged();
}

TEST_CASE("E06: a stranger's malformed messages are all counted, but do not fill the log") {
    Registered f;
    for (int i = 0; i < 100; ++i) f.send_text("hello");
    CHECK(f.rig.host.counted("w2.message_refused") == 100);
    std::size_t lines = 0;
    for (const auto& line : f.rig.host.lines()) lines += line.text == "W2 message refused" ? 1 : 0;
    CHECK(lines == 10);
    CHECK(f.rig.iwf.closed.empty());
}

TEST_CASE("W6-03: the entry changed under the write: it is tried once more, then 500") {
    Registered f;
    f.rig.registrar.refuse = Error{ErrorKind::auth, "another version", 412};
    const auto before = f.rig.registrar.calls.size();
    for (const int expires : {600, 0}) {
        const auto request = f.wic.register_request(expires);
        f.wic.send(request);
        f.rig.pass(1s);
        CHECK(f.wic.status(request) == 500);
    }
    CHECK(f.rig.registrar.calls.size() == before + 4);
    f.rig.registrar.refuse.reset();
    CHECK(f.wic.log_in() == 200);
}

TEST_CASE("W6-04: the registrar began anew and knows no owner: the block is claimed again, and the REGISTER succeeds") {
    Registered f;
    f.rig.registrar.begin_anew();
    const auto registers = f.rig.mw.all("REGISTER").size();
    const auto request = f.wic.register_request();
    f.wic.send(request);
    CHECK(f.wic.status(request) == 0);
    f.rig.pass(1s);
    CHECK(f.wic.status(request) == 200);
    CHECK(f.rig.registrar.count("claim") == 2);
    CHECK(f.rig.registrar.stored.back().epoch == f.rig.registrar.epoch);
    CHECK(f.rig.mw.all("REGISTER").size() == registers);
    CHECK(f.rig.instance->blocks_in_service() == 1);
}

TEST_CASE("RER-02: a refresh with an expired token: 401; the binding lives until its own end") {
    Registered f;
    f.rig.pass(300s);
    auto request = f.wic.register_request();
    request.set("Authorization", "Bearer expired.token");
    f.refused(request, 401);
    f.rig.pass(299s);
    f.unchanged();
    f.rig.pass(2s);
    const auto options = f.wic.request("OPTIONS", "sip:enterprise.com", "<sip:enterprise.com>");
    f.wic.send(options);
    CHECK(f.wic.status(options) == 403);
}
