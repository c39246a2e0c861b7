// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/https_key_source.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <memory>

#include "common/http/server.hpp"
#include "support/recording_host.hpp"
#include "support/tls/temporary_certificate.hpp"

using namespace wims;
using namespace std::chrono_literals;

namespace {

/// An HTTPS server of key sets: /jwks is good, /big too large, /moved elsewhere, /late silent, /gone 404.
struct Issuer {
    explicit Issuer(bool tls = true) {
        http::ServerConfig config;
        config.bind.bind = {"127.0.0.1", 0};
        if (tls) {
            config.certificate_file = certificate.certificate_file();
            config.private_key_file = certificate.private_key_file();
        }
        thread.run_and_wait([&] {
            auto made = http::Server::create(
                thread.loop(), config,
                [this](const http::Request& request, http::Respond respond) { serve(request, std::move(respond)); },
                Logger(host, "issuer"));
            REQUIRE(made);
            server = std::move(*made);
        });
    }
    ~Issuer() {
        thread.run_and_wait([this] {
            kept = nullptr;
            server.reset();
        });
    }
    void serve(const http::Request& request, http::Respond respond) {
        ++requests;
        if (request.path == "/late") return void(kept = std::move(respond));
        if (request.path == "/moved") return respond({302, {{"Location", uri("/jwks")}}, ""});
        if (request.path == "/big") return respond({200, {}, std::string(2000, 'x')});
        if (request.path == "/jwks") return respond({200, {}, "{\"keys\":[]}"});
        respond({404, {}, "nothing here"});
    }
    std::string uri(const std::string& path, const std::string& scheme = "https") const {
        return scheme + "://127.0.0.1:" + std::to_string(server->local().port) + path;
    }

    test::TemporaryCertificate certificate;
    test::RecordingHost host;
    LoopThread thread{"issuer"};
    std::unique_ptr<http::Server> server;
    http::Respond kept;
    std::atomic<int> requests{0};
};

std::unique_ptr<w1::KeySource> source(const std::string& ca_file, Duration timeout = 2s) {
    auto made = signalling::make_https_key_source({.ca_file = ca_file, .timeout = timeout, .largest = 1000});
    REQUIRE(made.ok());
    return std::move(*made);
}

std::future<Result<std::string>> fetch(w1::KeySource& from, const std::string& uri) {
    auto promise = std::make_shared<std::promise<Result<std::string>>>();
    auto future = promise->get_future();
    from.fetch(uri, [promise](Result<std::string> document) { promise->set_value(std::move(document)); });
    return future;
}

}  // namespace

TEST_CASE("TOK-08: a key set is fetched over HTTPS from a server whose certificate is good, and only so") {
    Issuer issuer;
    const auto trusting = source(issuer.certificate.certificate_file());
    const auto document = fetch(*trusting, issuer.uri("/jwks")).get();
    REQUIRE(document.ok());
    CHECK(*document == "{\"keys\":[]}");
    CHECK(fetch(*source(""), issuer.uri("/jwks")).get().error().kind == ErrorKind::io);
    CHECK(fetch(*trusting, issuer.uri("/jwks", "http")).get().error().kind == ErrorKind::io);
    CHECK(fetch(*trusting, "file:///etc/hostname").get().error().kind == ErrorKind::io);
    CHECK(fetch(*trusting, "https://127.0.0.1:1/jwks").get().error().kind == ErrorKind::io);
}

TEST_CASE("TOK-08: too large, elsewhere, not there: an error each, and no other request") {
    Issuer issuer;
    const auto keys = source(issuer.certificate.certificate_file());
    CHECK(fetch(*keys, issuer.uri("/big")).get().error().kind == ErrorKind::limit);
    CHECK(fetch(*keys, issuer.uri("/moved")).get().error().text.find("302") != std::string::npos);
    CHECK(fetch(*keys, issuer.uri("/gone")).get().error().text.find("404") != std::string::npos);
    CHECK(issuer.requests == 3);
}

TEST_CASE("TOK-08: a silent issuer is waited for until the time-out, and holds up no other") {
    Issuer issuer;
    const auto keys = source(issuer.certificate.certificate_file(), 500ms);
    auto late = fetch(*keys, issuer.uri("/late"));
    CHECK(fetch(*keys, issuer.uri("/jwks")).get().ok());
    CHECK(late.wait_for(0s) == std::future_status::timeout);
    CHECK(late.get().error().kind == ErrorKind::timeout);
}

TEST_CASE("TOK-08: the end of the source answers what it was asked") {
    Issuer issuer;
    auto keys = source(issuer.certificate.certificate_file(), 60s);
    auto late = fetch(*keys, issuer.uri("/late"));
    keys.reset();
    CHECK(late.get().error().kind == ErrorKind::cancelled);
    CHECK(signalling::make_https_key_source({.ca_file = "/nowhere.pem"}).error().kind == ErrorKind::usage);
}
