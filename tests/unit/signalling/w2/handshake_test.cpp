// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/handshake.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace wims;
using signalling::Counter;

namespace {

const w2::HandshakePolicy policy{w2::OriginPolicy({"https://wwsf.example", "https://other.example:8443"}),
                                 "https://wwsf.example/?a=1&b=\"", false};

http::Request good() {
    http::Request request;
    request.method = "GET";
    request.target = request.path = "/";
    request.headers = {{"Host", "gw.example"},
                       {"Upgrade", "websocket"},
                       {"Connection", "keep-alive, Upgrade"},
                       {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                       {"Sec-WebSocket-Version", "13"},
                       {"Sec-WebSocket-Protocol", "sip"},
                       {"Origin", "https://wwsf.example"}};
    return request;
}

void set(http::Request& request, std::string_view name, std::optional<std::string> value) {
    std::erase_if(request.headers, [&](const auto& h) { return h.first == name; });
    if (value) request.headers.emplace_back(name, *value);
}

/// 101 or the status of the refusal.
int status(const http::Request& request) {
    const auto decision = w2::answer_handshake(request, policy);
    if (std::holds_alternative<w2::Accepted>(decision)) return 101;
    return std::get<w2::NotUpgraded>(decision).response.status;
}

std::string field(const http::Response& response, std::string_view name) {
    for (const auto& [n, v] : response.headers)
        if (n == name) return v;
    return {};
}

}  // namespace

TEST_CASE("W2-01: the 101 is complete and chooses sip") {
    auto request = good();
    set(request, "Sec-WebSocket-Protocol", "chat, sip");
    const auto decision = w2::answer_handshake(request, policy);
    REQUIRE(std::holds_alternative<w2::Accepted>(decision));
    const auto& accepted = std::get<w2::Accepted>(decision);
    CHECK(accepted.origin == "https://wwsf.example");
    CHECK(accepted.response ==
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: sip\r\n\r\n");
}

TEST_CASE("E01 E02 E03 W2-01 W2-09 EPC-03: every check of the handshake") {
    struct Row {
        const char* what;
        const char* field;
        std::optional<std::string> value;
        int status;
    };
    const Row rows[] = {
        {"unchanged", "X", "y", 101},
        {"no sub-protocol", "Sec-WebSocket-Protocol", std::nullopt, 400},
        {"another sub-protocol", "Sec-WebSocket-Protocol", "chat", 400},
        {"sub-protocol resembles", "Sec-WebSocket-Protocol", "sips, xsip", 400},
        {"sub-protocol in capitals", "Sec-WebSocket-Protocol", "SIP", 400},
        {"no key", "Sec-WebSocket-Key", std::nullopt, 400},
        {"empty key", "Sec-WebSocket-Key", "", 400},
        {"short key", "Sec-WebSocket-Key", "dGhlIHNhbXBsZQ==", 400},
        {"key of 17 octets", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZTE=", 400},
        {"key with other characters", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j!Q==", 400},
        {"version 8", "Sec-WebSocket-Version", "8", 426},
        {"version 0", "Sec-WebSocket-Version", "0", 426},
        {"version 013", "Sec-WebSocket-Version", "013", 426},
        {"versions in a list", "Sec-WebSocket-Version", "13, 8", 426},
        {"no version", "Sec-WebSocket-Version", std::nullopt, 426},
        {"no Upgrade", "Upgrade", std::nullopt, 400},
        {"another Upgrade", "Upgrade", "h2c", 400},
        {"Upgrade in capitals", "Upgrade", "WebSocket", 101},
        {"no Connection", "Connection", std::nullopt, 400},
        {"Connection: keep-alive", "Connection", "keep-alive", 400},
        {"no Origin", "Origin", std::nullopt, 403},
        {"empty Origin", "Origin", "", 403},
        {"Origin null", "Origin", "null", 403},
        {"Origin unlisted", "Origin", "https://evil.example", 403},
        {"Origin suffix trick", "Origin", "https://wwsf.example.evil.example", 403},
        {"Origin prefix trick", "Origin", "https://evilwwsf.example", 403},
        {"Origin with user part", "Origin", "https://wwsf.example@evil.example", 403},
        {"Origin of http", "Origin", "http://wwsf.example", 403},
        {"Origin with port", "Origin", "https://wwsf.example:444", 403},
        {"Origin with default port", "Origin", "https://wwsf.example:443", 403},
        {"Origin with slash", "Origin", "https://wwsf.example/", 403},
        {"Origin in capitals", "Origin", "HTTPS://WWSF.EXAMPLE", 403},
        {"Origin with trailing dot", "Origin", "https://wwsf.example.", 403},
        {"Origin listed twice in one", "Origin", "https://wwsf.example https://wwsf.example", 403},
        {"Origin too long", "Origin", std::string(5000, 'a'), 403},
        {"the other listed Origin", "Origin", "https://other.example:8443", 101},
    };
    for (const auto& row : rows) {
        const std::string what = row.what;
        CAPTURE(what);
        auto request = good();
        set(request, row.field, row.value);
        CHECK(status(request) == row.status);
    }
}

TEST_CASE("E01 E03: a field that must be single is not taken twice") {
    for (const char* name : {"Origin", "Sec-WebSocket-Key", "Sec-WebSocket-Version"}) {
        CAPTURE(name);
        auto request = good();
        request.headers.emplace_back(name, request.header(name));
        CHECK(status(request) != 101);
    }
}

TEST_CASE("E02: 426 says which version") {
    auto request = good();
    set(request, "Sec-WebSocket-Version", "7");
    const auto decision = w2::answer_handshake(request, policy);
    const auto& refused = std::get<w2::NotUpgraded>(decision);
    CHECK(field(refused.response, "Sec-WebSocket-Version") == "13");
    CHECK(field(refused.response, "Upgrade") == "websocket");
    CHECK(refused.counter == Counter::w2_version_refused);
}

TEST_CASE("E01: method and version of HTTP") {
    auto request = good();
    request.method = "POST";
    CHECK(status(request) == 400);
    request = good();
    request.minor_version = 0;
    CHECK(status(request) == 400);
}

TEST_CASE("W2: a browser that opens the address gets a page, health is told, nothing else exists") {
    http::Request request;
    request.method = "GET";
    request.path = request.target = "/";
    auto decision = w2::answer_handshake(request, policy);
    const auto& page = std::get<w2::NotUpgraded>(decision);
    CHECK(page.response.status == 200);
    CHECK_FALSE(page.counter);
    CHECK(page.response.body.find("href=\"https://wwsf.example/?a=1&amp;b=&quot;\"") != std::string::npos);
    CHECK(page.response.body.find("trusts it now") != std::string::npos);

    request.path = "/health";
    CHECK(status(request) == 200);
    request.path = "/favicon.ico";
    CHECK(status(request) == 404);
    request.path = "/";
    request.method = "POST";
    CHECK(status(request) == 405);

    request.method = "GET";
    auto script = policy;
    script.wwsf_url = "javascript:alert(1)";
    decision = w2::answer_handshake(request, script);
    CHECK(std::get<w2::NotUpgraded>(decision).response.body.find("javascript") == std::string::npos);
}

TEST_CASE("W2: a draining edge takes no new flow") {
    auto draining = policy;
    draining.draining = true;
    const auto decision = w2::answer_handshake(good(), draining);
    CHECK(std::get<w2::NotUpgraded>(decision).response.status == 503);
}

TEST_CASE("EPC-03: origins in the configuration are of the form that browsers send") {
    for (const char* form :
         {"https://a", "https://a.example:8443", "https://127.0.0.1:8443", "https://[::1]:1", "http://localhost:80800"})
        CHECK_MESSAGE(w2::check_origin_form(form), form);
    for (const char* form : {"", "null", "*", "https://", "a.example", "https://a/", "https://A", "https://a:443",
                             "http://a:80", "https://*.a", "wss://a"})
        CHECK_MESSAGE(!w2::check_origin_form(form), form);
}
