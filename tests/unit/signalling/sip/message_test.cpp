// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/message.hpp"

#include <doctest/doctest.h>

namespace wims::sip {
namespace {

Message invite() {
    auto m = Message::request("INVITE", "sip:b@example.com");
    m.append("Via", "SIP/2.0/WSS a.invalid;branch=z9hG4bK1");
    m.append("From", "\"x;tag=no\" <sip:a@example.com;tag=no>;tag=f");
    m.append("To", "<sip:b@example.com>");
    m.append("Call-ID", "c");
    m.append("CSeq", "7 INVITE");
    return m;
}

TEST_CASE("RFC 3261 7: text with one right Content-Length, whatever was set") {
    auto m = invite();
    m.set("Content-Length", "999");
    m.append("l", "999");
    m.set_body("application/sdp", "v=0\r\n");
    const auto text = m.to_text();
    CHECK(text.find("Content-Length: 5\r\n\r\nv=0\r\n") != std::string::npos);
    CHECK(text.find("999") == std::string::npos);
    CHECK(text.rfind("INVITE sip:b@example.com SIP/2.0\r\nVia: ", 0) == 0);
    m.set_body("", "");
    CHECK_FALSE(m.has("content-type"));
    CHECK(m.to_text().find("Content-Length: 0\r\n\r\n") != std::string::npos);
}

TEST_CASE("Message: no value ends its line") {
    auto m = invite();
    m.set("Subject", "a\r\nEvil: 1\n\nb");
    CHECK_FALSE(parse(m.to_text())->has("Evil"));
}

TEST_CASE("Message: the parts that every role asks for") {
    const auto m = invite();
    CHECK(m.from_tag() == "f");
    CHECK(m.to_tag() == "");
    CHECK(m.call_id() == "c");
    CHECK(m.cseq() == 7);
    CHECK(m.branch() == "z9hG4bK1");
}

TEST_CASE("Message: headers are edited in place and in order") {
    auto m = Message::request("OPTIONS", "sip:x");
    m.append("Route", "<sip:1>");
    m.append("Subject", "s");
    m.append("route", "<sip:2>");
    m.prepend("ROUTE", "<sip:0>");
    CHECK(m.all("Route") == std::vector<std::string>{"<sip:0>", "<sip:1>", "<sip:2>"});
    CHECK(m.headers().back().value == "s");
    m.remove_first("Route");
    CHECK(m.get("Route") == "<sip:1>");
    m.set("Route", "<sip:9>");
    CHECK(m.all("Route").size() == 1);
    CHECK(m.headers().front().value == "<sip:9>");
    m.remove("route");
    CHECK(m.find("Route") == nullptr);
    m.append("Supported", "path");
    m.append("Supported", "gruu, outbound");
    CHECK(m.lists("supported", "OUTBOUND"));
    CHECK_FALSE(m.lists("Supported", "pat"));
}

TEST_CASE("RFC 3261 8.2.6: a response copies Via, From, To, Call-ID, CSeq, and Record-Route below 300") {
    auto request = invite();
    request.append("Record-Route", "<sip:p;lr>");
    request.append("Timestamp", "54");
    const auto ok = Message::response_to(request, 200);
    CHECK(ok.reason() == "OK");
    CHECK(ok.get("From") == request.get("From"));
    CHECK(ok.get("Record-Route") == "<sip:p;lr>");
    CHECK(ok.method() == "INVITE");
    CHECK_FALSE(ok.has("Timestamp"));
    CHECK(Message::response_to(request, 100).get("Timestamp") == "54");
    CHECK_FALSE(Message::response_to(request, 404).has("Record-Route"));
    CHECK(Message::response_to(request, 480, "Gone fishing").reason() == "Gone fishing");
    CHECK(reason_phrase(299) == "");
    CHECK(reason_phrase(430) == "Flow Failed");
}

}  // namespace
}  // namespace wims::sip
