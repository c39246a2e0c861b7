// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit/signalling/iwf/edge.hpp"

using namespace wims;
using namespace std::chrono_literals;
using test::Edge;
using test::TlsClient;
using test::Wic;

TEST_CASE("W2-01 EPC-02 EPC-03: a good handshake becomes a flow that the P-CSCF hears of") {
    Edge edge;
    Wic wic(edge);
    REQUIRE(wic.open());
    CHECK(wic.answer.find("Sec-WebSocket-Protocol: sip\r\n") != std::string::npos);
    CHECK(wic.answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
    const auto up = edge.p_cscf.wait<iwf::Up>();
    REQUIRE(up);
    CHECK(up->flow.node == 1);
    CHECK(up->flow.connection == 1);
    CHECK(up->origin == test::page_origin);
    CHECK(up->remote.ip == "127.0.0.1");
    CHECK(up->remote.port != 0);
    CHECK(up->tls_version == "TLSv1.3");
    CHECK_FALSE(up->tls_cipher.empty());
    CHECK_FALSE(up->trail.null());
    CHECK(edge.iwf->health().flows == 1);
    bool told = false;
    for (const auto& line : edge.host.lines()) told = told || (line.trail == up->trail.hex() && line.entity == "iwf");
    CHECK(told);
}

TEST_CASE("E01 E02 E03: refusals over the wire, counted, and nothing behind hears of them") {
    struct Row {
        const char* what;
        std::string request;
        const char* status;
        const char* counter;
    };
    const auto without = [](std::string text, const std::string& part) {
        return text.erase(text.find(part), part.size());
    };
    const Row rows[] = {
        {"no sub-protocol", without(test::handshake(), "Sec-WebSocket-Protocol: sip\r\n"), "400", "w2.upgrade_refused"},
        {"bad key", without(test::handshake(), "dGhl"), "400", "w2.upgrade_refused"},
        {"no version", without(test::handshake(), "Sec-WebSocket-Version: 13\r\n"), "426", "w2.version_refused"},
        {"null origin", test::handshake("null"), "403", "w2.origin_refused"},
        {"suffix trick", test::handshake("https://wwsf.example.evil.example"), "403", "w2.origin_refused"},
        {"garbage", "\x01\x02\x03\r\n\r\n", "400", "w2.request_malformed"},
        {"body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "413", "w2.request_malformed"},
    };
    Edge edge;
    for (const auto& row : rows) {
        const std::string what = row.what;
        CAPTURE(what);
        const auto before = edge.host.counted(row.counter);
        TlsClient client(edge.iwf->local());
        REQUIRE(client.connected());
        client.write(row.request);
        const auto answer = client.read_all();
        CHECK(answer.starts_with(std::string("HTTP/1.1 ") + row.status));
        CHECK(answer.find("Connection: close\r\n") != std::string::npos);
        CHECK(client.ended());
        CHECK(edge.host.counted(row.counter) == before + 1);
    }
    CHECK(edge.p_cscf.frames().empty());
    CHECK(edge.empties());
}

TEST_CASE("W2: a person's browser gets a page, a prober gets health") {
    Edge edge;
    TlsClient browser(edge.iwf->local());
    browser.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto page = browser.read_all();
    CHECK(page.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(page.find("href=\"https://wwsf.example/phone\"") != std::string::npos);
    TlsClient head(edge.iwf->local());
    head.write("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(head.read_all().ends_with("Connection: close\r\n\r\n"));
    TlsClient prober(edge.iwf->local());
    prober.write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(prober.read_all().ends_with("\r\n\r\nok\n"));
    CHECK(edge.p_cscf.frames().empty());
}

TEST_CASE("W2-08: TLS 1.2 or later only, http/1.1 only, nothing without TLS") {
    Edge edge;
    TlsClient::Options options;
    options.max_version = TLS1_2_VERSION;
    TlsClient two(edge.iwf->local(), options);
    CHECK(two.connected());
    CHECK(two.version() == "TLSv1.2");
    options.max_version = TLS1_1_VERSION;
    CHECK_FALSE(TlsClient(edge.iwf->local(), options).connected());
    options = {};
    options.alpn = "\x02h2";
    CHECK_FALSE(TlsClient(edge.iwf->local(), options).connected());
    options.alpn = "\x02h2\x08http/1.1";
    CHECK(TlsClient(edge.iwf->local(), options).connected());

    const int fd = test::connect_tcp(edge.iwf->local());
    REQUIRE(fd >= 0);
    const auto request = test::handshake();
    REQUIRE(::send(fd, request.data(), request.size(), MSG_NOSIGNAL) > 0);
    std::string answer(4096, '\0');
    const auto n = ::recv(fd, answer.data(), answer.size(), 0);
    CHECK((n <= 0 || answer.substr(0, static_cast<std::size_t>(n)).find("HTTP") == std::string::npos));
    ::close(fd);
    CHECK(edge.p_cscf.frames().empty());
}

TEST_CASE("W2: frames right behind the request are not lost, and a request octet by octet is understood") {
    Edge edge;
    TlsClient hasty(edge.iwf->local());
    hasty.write(test::handshake() + test::text(test::options_request));
    REQUIRE(edge.p_cscf.wait<iwf::Sip>());
    TlsClient slow(edge.iwf->local());
    for (const char c : test::handshake()) slow.write(std::string_view(&c, 1));
    CHECK(slow.read_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
}

TEST_CASE("W2-11: half a handshake ends in time, wherever it stops") {
    Edge edge([](auto& config) { config.handshake = 300ms; });
    const int silent = test::connect_tcp(edge.iwf->local());
    const int half = test::connect_tcp(edge.iwf->local());
    const std::string part_of_hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
    REQUIRE(::send(half, part_of_hello.data(), part_of_hello.size(), MSG_NOSIGNAL) > 0);
    TlsClient tls_only(edge.iwf->local());
    TlsClient half_request(edge.iwf->local());
    half_request.write("GET / HTTP/1.1\r\nHost: a\r\nUpgr");
    TlsClient drip(edge.iwf->local());
    for (int i = 0; i < 40; ++i) {
        drip.write("G");
        std::this_thread::sleep_for(20ms);
    }
    CHECK(edge.empties());
    CHECK(tls_only.ended());
    CHECK(half_request.ended());
    CHECK(edge.host.counted("w2.handshake_timeouts") == 5);
    ::close(silent);
    ::close(half);
}

TEST_CASE("W2: bad configuration is told at once") {
    Edge good;
    struct Row {
        const char* what;
        std::function<void(signalling::IwfConfig&)> change;
        ErrorKind kind;
    };
    const std::string missing = good.certificate.directory() + "/none.pem";
    const Row rows[] = {
        {"no origin", [](auto& c) { c.origins.clear(); }, ErrorKind::usage},
        {"origin with path", [](auto& c) { c.origins = {"https://a/"}; }, ErrorKind::usage},
        {"no certificate", [&](auto& c) { c.certificate_file = missing; }, ErrorKind::usage},
        {"key is no key", [](auto& c) { c.private_key_file = c.certificate_file; }, ErrorKind::usage},
        {"host name for address", [](auto& c) { c.w2.bind.ip = "localhost"; }, ErrorKind::usage},
        {"address in use", [&](auto& c) { c.w2.bind = good.iwf->local(); }, ErrorKind::io},
        {"foreign address", [](auto& c) { c.w2.bind.ip = "192.0.2.1"; }, ErrorKind::io},
        {"no ping time", [](auto& c) { c.ping = Duration::zero(); }, ErrorKind::usage},
    };
    for (const auto& row : rows) {
        const std::string what = row.what;
        CAPTURE(what);
        auto config = good.config;
        row.change(config);
        const auto made = signalling::Iwf::create(config, good.host, good.host);
        REQUIRE_FALSE(made);
        CHECK(made.error().kind == row.kind);
    }
    test::TemporaryCertificate other;
    auto config = good.config;
    config.private_key_file = other.private_key_file();
    CHECK_FALSE(signalling::Iwf::create(config, good.host, good.host));
}
