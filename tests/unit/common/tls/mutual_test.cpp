// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <sys/socket.h>

#include <functional>

#include "common/net/sockets.hpp"
#include "common/tls/client_context.hpp"
#include "common/tls/server_context.hpp"
#include "support/tls/authority.hpp"

using namespace wims;
using What = net::IoOutcome::What;

namespace {

/// A server and a client of one authority, until a test changes one of them.
struct Pair {
    explicit Pair(const test::Authority::Files& own, const test::Authority::Files& peer, const std::string& ca)
        : server{own.certificate, own.private_key, ca, {"wims-iwf/1"}, true}, client{ca,
                                                                                     peer.certificate,
                                                                                     peer.private_key,
                                                                                     {"wims-iwf/1"}} {}

    /// Shakes hands over a socket pair until both are done or one fails.
    void run() {
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
        auto server_context = tls::ServerContext::create(server);
        auto client_context = tls::ClientContext::create(client);
        REQUIRE(server_context);
        REQUIRE(client_context);
        accepted = (*server_context)->accept(net::Fd(ends[0]));
        connected = (*client_context)->connect(net::Fd(ends[1]), name);
        REQUIRE(accepted);
        REQUIRE(connected);
        for (int i = 0; i < 10 && !over(); ++i) {
            step(*connected, of_client);
            step(*accepted, of_server);
        }
    }
    bool done() const { return of_client.what == What::done && of_server.what == What::done; }

    tls::ServerSettings server;
    tls::ClientSettings client;
    std::string name = "gateway.example";
    std::unique_ptr<net::Channel> accepted, connected;
    net::IoOutcome of_client{What::want_read, 0, {}}, of_server{What::want_read, 0, {}};

private:
    static bool pending(const net::IoOutcome& o) { return o.what == What::want_read || o.what == What::want_write; }
    bool over() const { return !pending(of_client) && !pending(of_server); }
    static void step(net::Channel& channel, net::IoOutcome& outcome) {
        if (pending(outcome)) outcome = channel.handshake();
    }
};

struct Certificates {
    test::Authority authority, stranger;
    test::Authority::Files gateway = authority.issue({"gateway", "DNS:gateway.example,IP:127.0.0.1"});
    test::Authority::Files iwf = authority.issue({"iwf-1", "DNS:iwf-1.example,IP:192.0.2.7,URI:urn:iwf:1"});
    Pair pair() const { return Pair(gateway, iwf, authority.certificate_file()); }
};

}  // namespace

TEST_CASE("Mutual TLS: each side learns the other's names and the protocol, and octets cross") {
    const Certificates certificates;
    for (const auto* name : {"gateway.example", "127.0.0.1"}) {
        auto pair = certificates.pair();
        pair.name = name;
        pair.run();
        CAPTURE(pair.of_client.text);
        CAPTURE(pair.of_server.text);
        REQUIRE(pair.done());
        CHECK(pair.accepted->alpn() == "wims-iwf/1");
        CHECK(pair.connected->alpn() == "wims-iwf/1");
        CHECK(pair.accepted->peer_names() ==
              std::vector<std::string>{"iwf-1", "iwf-1.example", "192.0.2.7", "urn:iwf:1"});
        CHECK(pair.connected->peer_names() == std::vector<std::string>{"gateway", "gateway.example", "127.0.0.1"});
        std::array<char, 16> got;
        REQUIRE(pair.connected->write("hello").what == What::done);
        CHECK(pair.accepted->read(got).octets == 5);
        CHECK(pair.connected->tls_version() == "TLSv1.3");
    }
}

TEST_CASE("Mutual TLS: the client refuses a server that it cannot verify, and says why") {
    Certificates certificates;
    struct Row {
        std::string what;
        std::string why;
        std::function<void(Pair&)> change;
    };
    const auto expired = certificates.authority.issue({"gateway", "DNS:gateway.example", true});
    const Row rows[] = {
        {"wrong CA", "self-signed certificate in certificate chain",
         [&](Pair& p) { p.client.ca_file = certificates.stranger.certificate_file(); }},
        {"wrong name", "hostname mismatch", [](Pair& p) { p.name = "other.example"; }},
        {"common name only", "hostname mismatch", [](Pair& p) { p.name = "gateway"; }},
        {"wrong address", "IP address mismatch", [](Pair& p) { p.name = "127.0.0.2"; }},
        {"expired", "expired",
         [&](Pair& p) {
             p.server.certificate_file = expired.certificate;
             p.server.private_key_file = expired.private_key;
         }},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        auto pair = certificates.pair();
        row.change(pair);
        pair.run();
        CHECK(pair.of_client.what == What::failed);
        CAPTURE(pair.of_client.text);
        CHECK(pair.of_client.text.find(row.why) != std::string::npos);
        CHECK(pair.of_server.what != What::done);
    }
}

TEST_CASE("Mutual TLS: the server refuses a client without a certificate of its authority, and says why") {
    Certificates certificates;
    const auto strange = certificates.stranger.issue({"iwf-1", "DNS:iwf-1.example"});
    const auto expired = certificates.authority.issue({"iwf-1", "DNS:iwf-1.example", true});
    struct Row {
        test::Authority::Files client;
        std::string why;
    };
    const Row rows[] = {
        {{}, "did not return a certificate"}, {strange, "unable to get local issuer"}, {expired, "expired"}};
    for (const auto& row : rows) {
        auto pair = certificates.pair();
        pair.client.certificate_file = row.client.certificate;
        pair.client.private_key_file = row.client.private_key;
        pair.run();
        CHECK(pair.of_server.what == What::failed);
        CAPTURE(pair.of_server.text);
        CHECK(pair.of_server.text.find(row.why) != std::string::npos);
        CHECK(pair.accepted->peer_names().empty());
        // TLS 1.3 lets the client finish first: it hears of it with the first read.
        std::array<char, 16> got;
        if (pair.of_client.what == What::done) CHECK(pair.connected->read(got).what == What::failed);
    }
}

TEST_CASE("Mutual TLS: no protocol in common ends the handshake; one side without any too, where it is required") {
    const Certificates certificates;
    auto mismatch = certificates.pair();
    mismatch.client.alpn = {"h2"};
    mismatch.run();
    CHECK(mismatch.of_client.what == What::failed);
    CHECK(mismatch.of_server.what == What::failed);

    auto silent = certificates.pair();
    silent.client.alpn = {};
    silent.run();
    CHECK(silent.of_server.what == What::failed);
    CHECK(silent.of_server.text == "no application protocol in common");

    auto choice = certificates.pair();
    choice.server.alpn = {"h2", "http/1.1"};
    choice.client.alpn = {"http/1.1", "h2"};
    choice.run();
    CHECK(choice.connected->alpn() == "h2");  // the server's order
    for (const auto& bad : {std::string(), std::string(256, 'x')}) {
        choice.server.alpn = {bad};
        CHECK(tls::ServerContext::create(choice.server).error().kind == ErrorKind::usage);
    }
}

TEST_CASE("Mutual TLS: a client needs authorities that can be read, and a name to expect") {
    const Certificates certificates;
    auto settings = certificates.pair().client;
    auto made = tls::ClientContext::create(settings);
    REQUIRE(made);
    CHECK((*made)->connect(net::Fd(), "") == nullptr);
    for (const std::string& file : {std::string(), std::string("/missing.pem")}) {
        settings.ca_file = file;
        const auto refused = tls::ClientContext::create(settings);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::usage);
        CHECK(refused.error().text.find(file) == 0);
    }
}

TEST_CASE("Mutual TLS: a handshake on a socket that is still connecting waits, and fails when it is refused") {
    const Certificates certificates;
    auto context = *tls::ClientContext::create(certificates.pair().client);
    auto listening = net::listen_tcp({"127.0.0.1", 0});
    REQUIRE(listening);
    const auto address = net::local_address(listening->get());
    auto fd = net::connect_tcp(address);
    REQUIRE(fd);
    CHECK(context->connect(std::move(*fd), "127.0.0.1")->handshake().what == What::want_read);

    listening->reset();
    auto refused = net::connect_tcp(address);
    REQUIRE(refused);  // loopback decides later, as the others do
    const auto outcome = context->connect(std::move(*refused), "127.0.0.1")->handshake();
    CHECK(outcome.what == What::failed);
    CHECK(outcome.text == "Connection refused");
}
