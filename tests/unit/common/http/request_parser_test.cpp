// SPDX-License-Identifier: Apache-2.0
#include "common/http/request_parser.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace wims;
using http::RequestParser;
using State = RequestParser::State;

namespace {

std::string get(std::string_view headers) { return "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n"; }

/// 0: complete; -1: wants more; else the status of the refusal.
int verdict(std::string_view octets, RequestParser::Limits limits = {}) {
    RequestParser parser(limits);
    parser.feed(octets);
    if (parser.state() == State::complete) return 0;
    return parser.state() == State::reading ? -1 : parser.error().status;
}

}  // namespace

TEST_CASE("HTTP request: method, target, query, fields and body are told apart") {
    RequestParser parser;
    const std::string wire =
        "\r\nPOST /login?next=%2F&x HTTP/1.1\r\nHost: wwsf.example:8443\r\nX-A:  b c\t\r\nx-a: d\r\nContent-Length: "
        "4\r\n\r\n"
        "a\0\r\nGET";
    const std::string octets(wire.data(), wire.size());
    const std::string all = octets.substr(0, octets.find("\r\n\r\n") + 4) + std::string("a\0\r\n", 4) + "GET";
    CHECK(parser.feed(all) == all.size() - 3);
    REQUIRE(parser.state() == State::complete);
    const auto request = parser.take();
    CHECK(request.method == "POST");
    CHECK(request.target == "/login?next=%2F&x");
    CHECK(request.path == "/login");
    CHECK(request.query == "next=%2F&x");
    CHECK(request.header("X-a") == "b c");
    CHECK(request.count("X-A") == 2);
    CHECK(request.body == std::string("a\0\r\n", 4));
    CHECK(request.keep_alive);
    CHECK(parser.state() == State::reading);
    CHECK_FALSE(parser.started());
}

TEST_CASE("HTTP request: the same result whether whole or octet by octet") {
    const std::string wire = "PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\nA: 1\r\n\r\n0123456789";
    RequestParser parser;
    for (std::size_t i = 0; i < wire.size(); ++i) {
        REQUIRE(parser.state() == State::reading);
        REQUIRE(parser.feed(wire.substr(i, 1)) == 1);
    }
    REQUIRE(parser.state() == State::complete);
    CHECK(parser.take().body == "0123456789");
}

TEST_CASE("HTTP request: keep-alive by version and Connection") {
    struct Row {
        std::string wire;
        bool keep;
    };
    const Row rows[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", false},
        {"GET / HTTP/1.0\r\n\r\n", false},
        {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.wire);
        RequestParser parser;
        parser.feed(row.wire);
        REQUIRE(parser.state() == State::complete);
        CHECK(parser.take().keep_alive == row.keep);
    }
}

TEST_CASE("HTTP request: what two readers could read differently is refused") {
    struct Row {
        const char* what;
        std::string wire;
        int status;
    };
    const std::string nul(1, '\0');
    const Row rows[] = {
        {"two lengths", get("Content-Length: 3\r\nContent-Length: 3\r\n"), 400},
        {"two lengths in one", get("Content-Length: 3, 3\r\n"), 400},
        {"signed length", get("Content-Length: +3\r\n"), 400},
        {"negative length", get("Content-Length: -1\r\n"), 400},
        {"hex length", get("Content-Length: 0x3\r\n"), 400},
        {"empty length", get("Content-Length:\r\n"), 400},
        {"length that overflows", get("Content-Length: 99999999999999999999999\r\n"), 413},
        {"length and coding", get("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), 400},
        {"coding and length", get("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), 400},
        {"coding", get("Transfer-Encoding: chunked\r\n"), 501},
        {"hidden coding", get("Transfer-Encoding: xchunked\r\n"), 501},
        {"coding in 1.0", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
        {"bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400},
        {"bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
        {"CR in a field", get("X: a\rb\r\n"), 400},
        {"two CR", get("X: a\r\r\n"), 400},
        {"folding", get("X: a\r\n b\r\n"), 400},
        {"folded first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        {"space before the colon", get("X : a\r\n"), 400},
        {"tab before the colon", get("Content-Length\t: 3\r\n"), 400},
        {"no colon", get("X\r\n"), 400},
        {"no name", get(": a\r\n"), 400},
        {"NUL in a value", get("X: a" + nul + "b\r\n"), 400},
        {"NUL in a name", get("X" + nul + ": a\r\n"), 400},
        {"DEL in a value", get("X: \x7f\r\n"), 400},
        {"non-ASCII name", get("X\xc3\xa4: a\r\n"), 400},
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        {"Host with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"Host with a list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"absolute target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"authority target", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"star with GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"tab for space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"trailing space", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
        {"no version", "GET /\r\nHost: a\r\n\r\n", 400},
        {"lower-case version", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
        {"version 2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        {"version 1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
        {"malformed method", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"TLS ClientHello", "\x16\x03\x01\x02\x01\n", 400},
        {"blank lines", "\r\n\r\nGET / HTTP/1.1\r\n", 400},
        {"unknown expectation", get("Expect: coffee\r\n"), 417},
        {"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 0},
        {"IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n", 0},
        {"obs-text in a value", get("X: \xc3\xa4\r\n"), 0},
        {"length zero", get("Content-Length: 0\r\n"), 0},
        {"leading zeros", get("Content-Length: 000\r\n"), 0},
        {"unfinished", "GET / HTTP/1.1\r\nHost: a\r\n", -1},
    };
    for (const auto& row : rows) {
        const std::string what = row.what;
        CAPTURE(what);
        CHECK(verdict(row.wire) == row.status);
    }
}

TEST_CASE("HTTP request: limits, each at its edge") {
    RequestParser::Limits limits;
    limits.request_line = 40;
    limits.header_line = 30;
    limits.header_octets = 60;
    limits.headers = 4;
    limits.body = 5;
    const std::string head = "GET /";
    const std::string tail = " HTTP/1.1\r\nHost: a\r\n\r\n";
    CHECK(verdict(head + std::string(26, 'x') + tail, limits) == 0);
    CHECK(verdict(head + std::string(27, 'x') + tail, limits) == 414);
    CHECK(verdict(std::string(42, 'x'), limits) == 414);  // without waiting for the line's end
    CHECK(verdict(get("X: " + std::string(27, 'y') + "\r\n"), limits) == 0);
    CHECK(verdict(get("X: " + std::string(28, 'y') + "\r\n"), limits) == 431);
    CHECK(verdict(get("A: 1\r\nB: 1\r\nC: 1\r\n"), limits) == 0);
    CHECK(verdict(get("A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n"), limits) == 431);
    CHECK(verdict(get("A: " + std::string(24, 'y') + "\r\nB: " + std::string(23, 'y') + "\r\n"), limits) == 0);
    CHECK(verdict(get("A: " + std::string(24, 'y') + "\r\nB: " + std::string(24, 'y') + "\r\n"), limits) == 431);
    CHECK(verdict(get("Content-Length: 5\r\n") + "12345", limits) == 0);
    CHECK(verdict(get("Content-Length: 6\r\n"), limits) == 413);
}

TEST_CASE("HTTP request: Expect: 100-continue is told once, after the head") {
    RequestParser parser;
    parser.feed("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n");
    CHECK(parser.take_expect_continue());
    CHECK_FALSE(parser.take_expect_continue());
    parser.feed("x");
    CHECK(parser.state() == State::complete);
}

TEST_CASE("HTTP request: mutations neither crash nor are understood differently when cut differently") {
    const std::string seeds[] = {
        "POST /login?a=b HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n",
    };
    const std::string alphabet = std::string("\r\n\t :,;HTP/1.0x") + '\0' + '\xff';
    std::mt19937 random(20250713);
    for (int round = 0; round < 20000; ++round) {
        std::string wire = seeds[random() % 2];
        for (unsigned n = 1 + random() % 4; n > 0; --n) {
            const auto at = random() % wire.size();
            const char c = alphabet[random() % alphabet.size()];
            switch (random() % 4) {
                case 0: wire[at] = c; break;
                case 1: wire.insert(at, 1 + random() % 3, c); break;
                case 2: wire.erase(at, 1 + random() % 5); break;
                default: wire.insert(at, wire.substr(random() % wire.size(), random() % 40));
            }
            if (wire.empty()) wire = "x";
        }
        RequestParser whole, cut;
        const auto used = whole.feed(wire);
        std::size_t fed = 0;
        while (cut.state() == State::reading && fed < wire.size())
            fed += cut.feed(std::string_view(wire).substr(fed, 1 + random() % 7));
        REQUIRE(whole.state() == cut.state());
        if (whole.state() == State::failed) REQUIRE(whole.error().status == cut.error().status);
        if (whole.state() != State::complete) continue;
        REQUIRE(used == fed);
        const auto a = whole.take(), b = cut.take();
        REQUIRE(a.headers == b.headers);
        REQUIRE(a.body == b.body);
        REQUIRE(a.target == b.target);
    }
}
