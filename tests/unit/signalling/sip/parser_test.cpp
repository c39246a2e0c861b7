// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <chrono>
#include <random>

#include "signalling/sip/message.hpp"

namespace wims::sip {
namespace {

const std::string valid =
    "REGISTER sip:example.com SIP/2.0\r\n"
    "Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK1\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"A, B\"   <sip:a%62@example.com>;tag=f\r\n"
    "To: <sip:a@example.com>\r\n"
    "Call-ID: c1@x\r\n"
    "CSeq: 1 REGISTER\r\n"
    "Contact: <sip:x@df7jal23ls0d.invalid;transport=ws;ob>;expires=600, \"a,b\" <sip:c@d?x=1,2>\r\n"
    "Supported: path, gruu\r\n"
    "\r\n";

std::string with(const std::string& from, const std::string& to) {
    auto text = valid;
    text.replace(text.find(from), from.size(), to);
    return text;
}

/// The status of the refusal; -1 when the message passes.
int refusal(const std::string& text) {
    const auto parsed = parse(text);
    return parsed ? -1 : parsed.error().status;
}

TEST_CASE("W2-04: a REGISTER without Content-Length; lists in elements, the rest octet for octet") {
    const auto m = parse(valid);
    REQUIRE(m);
    CHECK(m->method() == "REGISTER");
    CHECK(m->get("From") == "\"A, B\"   <sip:a%62@example.com>;tag=f");
    CHECK(m->all("Contact") == std::vector<std::string>{"<sip:x@df7jal23ls0d.invalid;transport=ws;ob>;expires=600",
                                                        "\"a,b\" <sip:c@d?x=1,2>"});
    CHECK(m->all("Supported") == std::vector<std::string>{"path", "gruu"});
    CHECK(parse(m->to_text())->to_text() == m->to_text());
}

TEST_CASE("RFC 3261 7.3: compact forms, folding, odd spacing and case") {
    const auto m = parse(
        "\r\n\r\nMESSAGE sip:b@c SIP/2.0\r\nv : SIP / 2.0 / TCP a:5060 ;branch=z9hG4bK2,SIP/2.0/UDP [::1]:99\r\n"
        "f: <sip:a@b>;tag=1\r\nT:\t<sip:b@c>\r\ni: 1\r\ncseq: 2  MESSAGE\r\nsubject: one\r\n two\r\n\t three \r\n"
        "k:\r\nX-Own: a, b\r\nc: text/plain\r\nl: 2\r\n\r\nhi");
    REQUIRE(m);
    CHECK(m->all("Via").size() == 2);
    CHECK(m->branch() == "z9hG4bK2");
    CHECK(m->get("Subject") == "one two three");
    CHECK(m->headers()[1].name == "Via");
    CHECK(m->has("Supported"));
    CHECK(m->get("x-own") == "a, b");
    CHECK(m->body() == "hi");
    CHECK_FALSE(m->has("Content-Length"));
}

TEST_CASE("RFC 3261 7.2: responses, their method from CSeq") {
    const auto m = parse(
        "SIP/2.0 200 \r\nVia: SIP/2.0/WSS a;branch=1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n"
        "Call-ID: 1\r\nCSeq: 1 INVITE\r\n\r\n");
    REQUIRE(m);
    CHECK(m->status() == 200);
    CHECK(m->method() == "INVITE");
    for (const std::string line : {"SIP/2.0 099 x", "SIP/2.0 700 x", "SIP/2.0 20 x", "SIP/2.0 200", "SIP/3.0 200 x"})
        CHECK(refusal(line + "\r\nVia: SIP/2.0/WSS a\r\n\r\n") == 0);
}

TEST_CASE("E05: what is not SIP at all") {
    for (const std::string text :
         {"", "\r\n\r\n", "hello", "{\"a\":1}\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "INVITE sip:a@b\r\n\r\n",
          "INV ITE\r\n", " REGISTER sip:a SIP/2.0\r\n\r\n", "REG(ISTER sip:a SIP/2.0\r\n\r\n"}) {
        CAPTURE(text);
        CHECK(refusal(text) == 0);
    }
    CHECK(refusal(std::string("REGISTER sip:a\0 SIP/2.0\r\n\r\n", 28)) == 0);
}

TEST_CASE("E06, E07, E10: refused with their status") {
    struct Case {
        std::string from, to;
        int status;
    };
    for (const auto& c : std::vector<Case>{
             {"From: ", "X-From: ", 400},
             {"To: ", "X-To: ", 400},
             {"Call-ID: ", "X-Call: ", 400},
             {"CSeq: ", "X-CSeq: ", 400},
             {"Via: ", "X-Via: ", 400},
             {"CSeq: 1 REGISTER", "CSeq: 1 INVITE", 400},
             {"CSeq: 1 REGISTER", "CSeq: 1", 400},
             {"CSeq: 1 REGISTER", "CSeq: 2147483648 REGISTER", 400},
             {"CSeq: 1 REGISTER", "CSeq: -1 REGISTER", 400},
             {"CSeq: 1 REGISTER\r\n", "CSeq: 1 REGISTER\r\nCSeq: 1 REGISTER\r\n", 400},
             {"To: <sip:a@example.com>\r\n", "To: <sip:a@example.com>\r\nt: <sip:a@example.com>\r\n", 400},
             {"Max-Forwards: 70", "Max-Forwards: 256", 400},
             {"Max-Forwards: 70", "Max-Forwards: 70\r\nMax-Forwards: 70", 400},
             {"Max-Forwards: 70", "User-Agent: a\r\nUser-Agent: b", 400},
             {"Max-Forwards: 70", "Content-Length: 5", 400},
             {"Max-Forwards: 70", "Content-Length: 0\r\nl: 0", 400},
             {"Max-Forwards: 70", "Content-Length: +0", 400},
             {"Max-Forwards: 70", "Max-Forwards 70", 400},
             {"Max-Forwards: 70", "Subject: a\nb", 400},
             {"Max-Forwards: 70", std::string("Subject: a\0b", 12), 400},
             {"Max-Forwards: 70", "Subject: a\x7f", 400},
             {"Max-Forwards: 70", "Contact: <sip:a@b>,,<sip:c@d>", 400},
             {"Max-Forwards: 70", "Route: <sip:a@b", 400},
             {"Max-Forwards: 70", "Route: nonsense", 400},
             {"Call-ID: c1@x", "Call-ID: c1 x", 400},
             {"SIP/2.0/WSS df", "SIP/1.0/WSS df", 400},
             {"SIP/2.0/WSS df7jal23ls0d.invalid", "SIP/2.0/WSS", 400},
             {"SIP/2.0/WSS df7jal23ls0d.invalid", "SIP/2.0/WSS a@b", 400},
             {";branch=z9hG4bK1", "", 400},
             {";branch=z9hG4bK1", ";branch=", 400},
             {"sip:example.com", "sip:", 400},
             {"sip:example.com", "<sip:example.com>", 400},
             {"sip:example.com SIP", "sip:exam ple.com SIP", 400},
             {"sip:example.com", "http://example.com/", 416},
             {"To: <sip:a@example.com>", "To: <urn:x:y>", 416},
             {"com SIP/2.0", "com SIP/2.1", 505},
             {"com SIP/2.0", "com SIP/3.0", 505}}) {
        CAPTURE(c.to);
        CHECK(refusal(with(c.from, c.to)) == c.status);
    }
    CHECK(refusal(valid.substr(0, valid.size() - 2)) == 400);
}

TEST_CASE("W2-03: a second message behind the first is refused") {
    const auto one = with("Max-Forwards: 70", "Content-Length: 0");
    CHECK(refusal(one) == -1);
    CHECK(refusal(one + one) == 400);
    CHECK(refusal(valid + one) == 400);
}

TEST_CASE("E35: 100 headers of 8 KiB, no more; a flood of elements neither") {
    const auto filled = [](std::size_t count, std::size_t size) {
        std::string lines;
        for (std::size_t i = 0; i < count; ++i) lines += "X-Fill: " + std::string(size, 'x') + "\r\n";
        return with("Supported", lines + "Supported");
    };
    CHECK(refusal(filled(92, 10)) == -1);
    CHECK(refusal(filled(93, 10)) == 400);
    CHECK(refusal(filled(1, 8184)) == -1);
    CHECK(refusal(filled(1, 8185)) == 400);
    std::string contacts = "<sip:a@b>";
    for (int i = 0; i < 500; ++i) contacts += ",<sip:a@b>";
    CHECK(refusal(with("Supported", "Contact: " + contacts + "\r\nSupported")) == 400);
}

TEST_CASE("E35: a message costs what it is long, not the square of it") {
    // Two lists in turns: each element once walked past, and moved, all those of the other.
    std::string elements;
    while (elements.size() < 8000) elements += "<sip:a@b>,";
    elements.pop_back();
    std::string lists;
    for (int i = 0; i < 4; ++i) lists += "Route: " + elements + "\r\nPath: " + elements + "\r\n";
    const auto flood = with("Supported", lists + "Supported");
    // A header cut off in its folding: each space of it was once a line of its own.
    auto cut = valid;
    cut.replace(cut.size() - 2, 2, std::string(60'000, ' '));
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i) {
        CHECK(refusal(flood) == 400);
        CHECK(refusal(cut) == 400);
    }
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
}

TEST_CASE("E06: `partial` answers a refused request") {
    Message partial;
    CHECK_FALSE(parse(with("Max-Forwards: 70", "Bad\x01Line: 1"), &partial));
    const auto response = Message::response_to(partial, 400);
    CHECK(response.get("Via") == "SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK1");
    CHECK(response.get("From") == "\"A, B\"   <sip:a%62@example.com>;tag=f");
    CHECK(response.get("To") == "<sip:a@example.com>");
    CHECK(response.get("Call-ID") == "c1@x");
    CHECK(response.get("CSeq") == "1 REGISTER");
    CHECK_FALSE(partial.has("Contact"));
}

TEST_CASE("sip::parse: 20,000 mutations: what passes once passes again and says the same") {
    std::mt19937 random(7);
    std::size_t passed = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto text = valid;
        for (auto times = random() % 3 + 1; times > 0; --times) {
            const auto at = random() % text.size();
            if (random() % 2 == 0) text[at] = static_cast<char>(random());
            else text.erase(at, random() % 4);
        }
        const auto first = parse(text);
        if (!first) continue;
        ++passed;
        const auto again = parse(first->to_text());
        REQUIRE(again);
        REQUIRE(again->to_text() == first->to_text());
    }
    CHECK(passed > 1000);
    CHECK(passed < 19'000);
}

}  // namespace
}  // namespace wims::sip
