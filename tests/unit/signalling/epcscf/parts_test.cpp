// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "signalling/epcscf/authorization.hpp"
#include "signalling/epcscf/dialog.hpp"
#include "signalling/epcscf/flow_token.hpp"
#include "signalling/epcscf/session_id.hpp"
#include "signalling/epcscf/session_table.hpp"
#include "signalling/epcscf/trust_boundary.hpp"
#include "signalling/sip/syntax.hpp"
#include "signalling/sip/uri.hpp"

using namespace wims;
using namespace wims::epcscf;

TEST_CASE("flow token: opens to what was sealed, once expired or altered to nothing") {
    const FlowTokens ours("p-cscf-1");
    const iwf::FlowId flow{3, 0xfedcba98, 0x0123456789abcdef};
    const WallTime now{std::chrono::seconds(1'800'000'000)};
    const auto token = ours.seal(flow, now + std::chrono::seconds(60));
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
    CHECK(ours.seal(flow, now + std::chrono::seconds(60)) != token);
    const auto opened = ours.open(token, now);
    REQUIRE(opened);
    CHECK(*opened == flow);
    CHECK_FALSE(ours.open(token, now + std::chrono::seconds(60)));
    CHECK_FALSE(FlowTokens("p-cscf-1").open(token, now));
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto altered = token;
        altered[i] = altered[i] == 'A' ? 'Q' : 'A';
        const auto got = ours.open(altered, now);
        CHECK_FALSE(got.ok());
    }
    for (const auto* junk : {"", "A", "AAAA", "====", "a+b/"}) CHECK_FALSE(ours.open(junk, now));
    CHECK_FALSE(ours.open(token.substr(0, token.size() - 4), now));
}

TEST_CASE("E16 K3: Authorization in its forms") {
    auto m = sip::Message::request("REGISTER", "sip:x");
    CHECK_FALSE(bearer_token(m)->has_value());
    const auto read = [&](std::string value) {
        m.set("Authorization", std::move(value));
        return bearer_token(m);
    };
    CHECK(read("Bearer abc.def-_~+/=")->value().reveal() == "abc.def-_~+/=");
    CHECK(read("BEARER access_token=\"abc\", realm=\"x\"")->value().reveal() == "abc");
    CHECK(read("Bearer access_token=abc")->value().reveal() == "abc");
    CHECK_FALSE(read("Digest username=\"bob\"")->has_value());
    for (const auto* bad : {"Bearer", "Bearer ", "Bearer a b", "Bearer \"abc\"", "Bearer access_token=\"abc"})
        CHECK(read(bad).error().status == 401);
    CHECK(read("Bearer " + std::string(8193, 'a')).error().status == 401);
    m.set("Authorization", "Bearer abc");
    m.append("Authorization", "Bearer abc");
    CHECK(bearer_token(m).error().status == 400);
}

TEST_CASE("E11: the challenge cannot be broken out of") {
    CHECK(bearer_challenge("a\"b\\c", "https://x", TokenFault::invalid) ==
          "Bearer realm=\"a\\\"b\\\\c\",authz_server=\"https://x\",error=\"invalid_token\"");
}

TEST_CASE("Session-ID: the incoming UUID is the trail when it is one") {
    auto m = sip::Message::request("INVITE", "sip:x");
    CHECK(SessionId::terminating(m).value().substr(32) == ";remote=00000000000000000000000000000000");
    CHECK_FALSE(SessionId::terminating(m).trail().null());
    m.set("Session-ID", "00000000000000000000000000000000;remote=x");
    const auto own = SessionId::terminating(m);
    CHECK_FALSE(own.trail().null());
    CHECK(own.value().substr(0, 32) == own.trail().hex());
    m.set("Session-ID", "0123456789abcdef0123456789abcdef ;remote=x");
    CHECK(SessionId::terminating(m).trail().hex() == "0123456789abcdef0123456789abcdef");
    m.set("Session-ID", "0123456789abcdef0123456789abcdeg");
    CHECK(SessionId::terminating(m).trail().hex() != "0123456789abcdef0123456789abcdeg");
}

TEST_CASE("EPC-17 EPC-18: no header of the trust domain crosses to the core, no token anywhere") {
    for (const auto* name : {"P-Asserted-Identity", "p-asserted-identity", "P-Charging-Vector", "P-Visited-Network-ID",
                             "P-Charging-Function-Addresses", "P-Profile-Key", "P-Served-User", "Authorization",
                             "Proxy-Authorization", "P-Access-Network-Info", "P-Called-Party-ID", "Geolocation"})
        CHECK_MESSAGE(!crosses(name, Crossing::to_core), name);
    for (const auto* name : {"Authorization", "P-Called-Party-ID", "P-Associated-URI", "P-Charging-Vector",
                             "P-Served-User", "History-Info", "WWW-Authenticate", "X-Anything"})
        CHECK_MESSAGE(!crosses(name, Crossing::to_access), name);
    CHECK(crosses("Session-Expires", Crossing::to_core));
    CHECK(crosses("Reason", Crossing::to_access));
}

TEST_CASE("session table: what a session was found by goes with it") {
    const auto made = [] {
        auto owner = std::make_shared<char>();
        auto* address = reinterpret_cast<Session*>(owner.get());  // never looked into
        return std::shared_ptr<Session>(std::move(owner), address);
    };
    SessionTable table;
    const auto one = made(), two = made();
    for (const auto& session : {one, two}) table.add(session);
    table.add_leg("a", one.get());
    table.add_leg("b", one.get());
    table.add_context(7, one.get());
    table.add_leg("c", two.get());
    CHECK(table.by_leg("b") == one);
    CHECK(table.by_context(7) == one);
    table.remove(one.get());
    CHECK(table.size() == 1);
    CHECK(table.names() == 1);
    CHECK(table.by_leg("a") == nullptr);
    CHECK(table.by_context(7) == nullptr);
    CHECK(table.by_leg("c") == two);
    CHECK(one.use_count() == 1);
}

TEST_CASE(
    "E24: the address of a name-addr is what every parser of it reads, whatever stands in quotes and parameters") {
    CHECK(sip::address_of("\"<sip:evil@x>\" <sip:bob@y>;tag=1") == "sip:bob@y");
    CHECK(sip::address_of("<sip:bob@y;lr>;+sip.instance=\"<urn:uuid:1>\"") == "sip:bob@y;lr");
    CHECK(sip::address_of(" sip:bob@y;tag=1") == "sip:bob@y");
    CHECK(sip::address_of("\"open <sip:bob@y>") == "\"open <sip:bob@y>");
    CHECK(sip::address_of("") == "");
    // Without brackets the parameters are the header's, and what they quote is no address.
    CHECK(sip::address_of("sip:alice@y;x=\"<sip:bob@y>\";tag=1") == "sip:alice@y");
    CHECK(sip::NameAddr::parse("sip:alice@y;x=\"<sip:bob@y>\";tag=1")->uri.user == "alice");
}

TEST_CASE("dialog: tags, CSeq and route set on both ends [RFC 3261 12]") {
    auto invite = sip::Message::request("INVITE", "sip:a@b");
    invite.append("From", "<sip:f@b>;tag=F");
    invite.append("To", "<sip:a@b>");
    invite.append("Call-ID", "C");
    invite.append("CSeq", "7 INVITE");
    invite.append("Contact", "<sip:f@host>");
    invite.append("Record-Route", "<sip:r1;lr>");
    invite.append("Record-Route", "<sip:r2;lr>");
    auto server = Dialog::server(invite, "L");
    const auto bye = server.request("BYE");
    CHECK(bye.request_uri() == "sip:f@host");
    CHECK(bye.all("Route") == std::vector<std::string>{"<sip:r1;lr>", "<sip:r2;lr>"});
    CHECK(bye.get("From") == "<sip:a@b>;tag=L");
    CHECK(bye.cseq() == 1);

    auto in = sip::Message::request("INFO", "sip:x");
    in.append("From", "<sip:f@b>;tag=F");
    in.append("To", "<sip:a@b>;tag=L");
    in.append("Call-ID", "C");
    in.append("CSeq", "8 INFO");
    CHECK(server.matches(in));
    CHECK(server.in_order(in));
    CHECK_FALSE(server.in_order(in));
    in.set("To", "<sip:a@b>;tag=M");
    CHECK_FALSE(server.matches(in));

    auto client = Dialog::client(invite);
    CHECK_FALSE(client.confirmed());
    auto ok = sip::Message::response_to(invite, 200);
    ok.set("To", "<sip:a@b>;tag=R");
    ok.append("Contact", "<sip:a@there>");
    client.established(ok);
    CHECK(client.confirmed());
    CHECK(client.acknowledgement(7).cseq() == 7);
    CHECK(client.request("BYE").cseq() == 8);
    CHECK(client.acknowledgement(7).all("Route") == std::vector<std::string>{"<sip:r2;lr>", "<sip:r1;lr>"});
}
