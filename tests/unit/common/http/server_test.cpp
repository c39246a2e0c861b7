// SPDX-License-Identifier: Apache-2.0
#include "common/http/server.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "support/recording_host.hpp"
#include "support/tls/client.hpp"
#include "support/tls/temporary_certificate.hpp"

using namespace wims;
using namespace std::chrono_literals;
using http::Request;
using http::Respond;
using http::Response;
using test::TlsClient;

namespace {

/// Answers "method path body"; "/later" from a timer; "/lost" never; "/twice" twice; "/big" with 4 MiB.
struct Site {
    explicit Site(http::ServerConfig config = {}) {
        config.bind.bind = {"127.0.0.1", 0};
        config.certificate_file = certificate.certificate_file();
        config.private_key_file = certificate.private_key_file();
        thread.run_and_wait([&] {
            auto made = http::Server::create(
                thread.loop(), config, [this](const Request& r, Respond respond) { handle(r, std::move(respond)); },
                Logger(host, "test"));
            REQUIRE(made);
            server = std::move(*made);
        });
    }
    ~Site() {
        thread.run_and_wait([this] {
            kept = nullptr;
            server.reset();
        });
    }
    void handle(const Request& request, Respond respond) {
        ++requests;
        const std::string said = request.method + " " + request.path + " " + request.body;
        if (request.path == "/lost") return;
        if (request.path == "/kept") return void(kept = std::move(respond));
        if (request.path == "/later") {
            thread.loop().after(50ms, [respond = std::move(respond), said] { respond({200, {}, said}); });
            return;
        }
        if (request.path == "/big") return respond({200, {}, std::string(4u << 20, 'x')});
        respond({200, {{"X-Remote", request.remote.ip}}, said});
        if (request.path == "/twice") respond({500, {}, "again"});
    }
    std::size_t connections() {
        std::size_t n = 0;
        thread.run_and_wait([&] { n = server->connections(); });
        return n;
    }
    bool empties() {
        for (int i = 0; i < 300 && connections() > 0; ++i) std::this_thread::sleep_for(10ms);
        return connections() == 0;
    }

    test::TemporaryCertificate certificate;
    test::RecordingHost host;
    LoopThread thread{"site"};
    std::unique_ptr<http::Server> server;
    Respond kept;
    std::atomic<int> requests{0};
};

std::string get(const std::string& path, const std::string& more = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n";
}

}  // namespace

TEST_CASE("HTTP server: answers at once and later, keeps the connection, HEAD has no body") {
    Site site;
    TlsClient client(site.server->local());
    client.patience = 300ms;
    client.write(get("/a?b=c", "X-Y: z\r\n"));
    const auto first = client.read_until("GET /a ");
    CHECK(first.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    CHECK(first.find("X-Remote: 127.0.0.1\r\n") != std::string::npos);
    CHECK(first.find("Connection: keep-alive\r\n") != std::string::npos);
    client.write(get("/later"));
    CHECK(client.read_until("GET /later ").ends_with("GET /later "));
    client.write("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n").find("Content-Length: 8\r\n") != std::string::npos);
    client.write("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
    const auto last = client.read_all();
    CHECK(last.starts_with("HTTP/1.1 200"));
    CHECK(last.ends_with("POST /p body"));
    CHECK(client.ended());
}

TEST_CASE("HTTP server: pipelined requests are answered one after the other, in order") {
    Site site;
    TlsClient client(site.server->local());
    std::string all;
    for (int i = 0; i < 50; ++i) all += get(i % 3 == 0 ? "/later" : "/" + std::to_string(i));
    client.write(all + get("/end", "Connection: close\r\n") + get("/never"));
    const auto answers = client.read_all();
    std::size_t at = 0;
    for (int i = 0; i < 50; ++i) {
        const auto expected = "GET " + (i % 3 == 0 ? std::string("/later") : "/" + std::to_string(i)) + " ";
        CAPTURE(expected);
        at = answers.find(expected, at);
        REQUIRE(at != std::string::npos);
        at += expected.size();
    }
    CHECK(answers.ends_with("GET /end "));
    CHECK(site.requests == 51);
}

TEST_CASE("HTTP server: a lost answer is a 500, a second answer is none, one after the client left is nothing") {
    Site site;
    TlsClient client(site.server->local());
    client.write(get("/lost"));
    CHECK(client.read_until("request.\n").starts_with("HTTP/1.1 500 "));
    client.write(get("/twice") + get("/x", "Connection: close\r\n"));
    const auto rest = client.read_all();
    CHECK(rest.find("again") == std::string::npos);
    CHECK(rest.ends_with("GET /x "));
    {
        TlsClient leaves(site.server->local());
        leaves.write(get("/kept"));
        for (int i = 0; i < 200 && site.requests < 4; ++i) std::this_thread::sleep_for(5ms);
        leaves.reset();
    }
    CHECK(site.empties());
    site.thread.run_and_wait([&] { site.kept({200, {}, "late"}); });
}

TEST_CASE("HTTP server: malformed requests get their status and the connection ends") {
    Site site;
    for (const auto& [request, status] : {std::pair<std::string, std::string>{"nonsense\r\n\r\n", "400"},
                                          {get("/", "Content-Length: 1\r\nContent-Length: 1\r\n"), "400"},
                                          {get("/", "Transfer-Encoding: chunked\r\n"), "501"},
                                          {get("/", "Content-Length: 70000\r\n"), "413"},
                                          {get("/" + std::string(9000, 'x')), "414"},
                                          {get("/", "X: " + std::string(9000, 'x') + "\r\n"), "431"}}) {
        TlsClient client(site.server->local());
        client.write(request);
        const auto answer = client.read_all();
        CHECK(answer.starts_with("HTTP/1.1 " + status));
        CHECK(client.ended());
    }
    CHECK(site.requests == 0);
    CHECK(site.empties());
}

TEST_CASE("HTTP server: Expect: 100-continue") {
    Site site;
    TlsClient client(site.server->local());
    client.write(
        "PUT /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.write("ok");
    CHECK(client.read_all().ends_with("PUT /e ok"));
}

TEST_CASE("HTTP server: slow clients, idle clients and clients that do not read are let go") {
    http::ServerConfig config;
    config.idle = 300ms;
    Site site(config);
    TlsClient idle(site.server->local());
    TlsClient half(site.server->local());
    half.write("GET / HTTP/1.1\r\nHost:");
    TlsClient drip(site.server->local());
    const int silent = test::connect_tcp(site.server->local());
    TlsClient::Options small;
    small.receive_buffer = 4096;
    TlsClient stalled(site.server->local(), small);
    stalled.write(get("/big"));
    for (int i = 0; i < 30; ++i) {
        drip.write("G");
        std::this_thread::sleep_for(20ms);
    }
    CHECK(site.empties());
    CHECK(half.read_all().starts_with("HTTP/1.1 408 "));
    CHECK(idle.read_all().empty());
    CHECK(idle.ended());
    ::close(silent);
}

TEST_CASE("HTTP server: four megabytes arrive whole at a client that reads slowly") {
    Site site;
    TlsClient::Options small;
    small.receive_buffer = 16384;
    TlsClient client(site.server->local(), small);
    client.write(get("/big", "Connection: close\r\n"));
    std::this_thread::sleep_for(100ms);
    const auto answer = client.read_all();
    CHECK(answer.size() > (4u << 20));
    CHECK(answer.ends_with(std::string(1000, 'x')));
}

TEST_CASE("HTTP server: a client that asks again and again without reading gets one answer at a time") {
    Site site;
    TlsClient::Options small;
    small.receive_buffer = 4096;
    TlsClient client(site.server->local(), small);
    std::string all;
    for (int i = 0; i < 100; ++i) all += get("/big");
    client.write(all + get("/end", "Connection: close\r\n"));
    std::this_thread::sleep_for(300ms);
    CHECK(site.requests == 1);  // each answer is 4 MiB of the server's memory
    std::size_t octets = 0;
    while (site.requests < 3) {
        const auto more = client.read();
        REQUIRE_FALSE(more.empty());
        octets += more.size();
    }
    CHECK(octets > (4u << 20));
}

TEST_CASE("HTTP server: connections beyond the limit are closed; destroying it ends the others") {
    http::ServerConfig config;
    config.connections = 2;
    Site site(config);
    TlsClient one(site.server->local()), two(site.server->local()), three(site.server->local());
    CHECK(two.connected());
    CHECK_FALSE(three.connected());
    one.write(get("/kept"));
    for (int i = 0; i < 200 && site.requests < 1; ++i) std::this_thread::sleep_for(5ms);
    site.thread.run_and_wait([&] { site.server.reset(); });
    CHECK(one.ended());
    CHECK(two.ended());
    site.thread.run_and_wait([&] { site.kept({200, {}, "late"}); });
}

TEST_CASE("HTTP server: plain HTTP for health on loopback, and what cannot be created says why") {
    test::RecordingHost host;
    LoopThread thread("plain");
    std::unique_ptr<http::Server> server;
    http::ServerConfig config;
    config.bind.bind = {"127.0.0.1", 0};
    const http::Handler handler = [](const Request&, const Respond& respond) { respond({200, {}, "ok\n"}); };
    thread.run_and_wait([&] {
        server = std::move(*http::Server::create(thread.loop(), config, handler, Logger(host, "test")));
        auto bad = config;
        bad.bind.bind = server->local();
        CHECK(http::Server::create(thread.loop(), bad, handler, {}).error().kind == ErrorKind::io);
        bad.bind.bind.ip = "localhost";
        CHECK(http::Server::create(thread.loop(), bad, handler, {}).error().kind == ErrorKind::usage);
        bad = config;
        bad.certificate_file = "/nonexistent.pem";
        CHECK(http::Server::create(thread.loop(), bad, handler, {}).error().kind == ErrorKind::usage);
    });
    const int fd = test::connect_tcp(server->local());
    const std::string request = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    REQUIRE(::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size()));
    std::string answer;
    char chunk[1024];
    for (ssize_t n = ::recv(fd, chunk, sizeof chunk, 0); n > 0; n = ::recv(fd, chunk, sizeof chunk, 0))
        answer.append(chunk, static_cast<std::size_t>(n));
    CHECK(answer.ends_with("\r\n\r\nok\n"));
    ::close(fd);
    thread.run_and_wait([&] { server.reset(); });
}
