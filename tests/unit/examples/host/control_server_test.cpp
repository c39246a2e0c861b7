// SPDX-License-Identifier: Apache-2.0
#include "host/control_server.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>

#include <nlohmann/json.hpp>

#include "common/net/fd.hpp"
#include "support/recording_host.hpp"

using namespace wims;

namespace {

/// A free port of the moment.
std::uint16_t free_port() {
    const net::Fd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(bind(fd.get(), reinterpret_cast<sockaddr*>(&address), length) == 0);
    REQUIRE(getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &length) == 0);
    return ntohs(address.sin_port);
}

std::string asked(std::uint16_t port, const std::string& request) {
    const net::Fd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    REQUIRE(connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    const std::string text = request + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    REQUIRE(send(fd.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
    std::string answer(65536, '\0');
    const auto n = recv(fd.get(), answer.data(), answer.size(), MSG_WAITALL);
    answer.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return answer;
}

}  // namespace

TEST_CASE("a host's control address says how it is and what it counted, and nothing else") {
    test::RecordingHost host;
    host::MetricsTable metrics;
    metrics.count("calls", 3);
    const std::uint16_t port = free_port();
    auto control = host::ControlServer::create(
        {"127.0.0.1", port},
        [] {
            return nlohmann::json{{"status", "in service"}};
        },
        metrics, host);
    REQUIRE(control);
    CHECK(asked(port, "GET /health").ends_with(R"({"status":"in service"})"));
    CHECK(asked(port, "GET /metrics").find(R"("counters":{"calls":3})") != std::string::npos);
    CHECK(asked(port, "POST /health").starts_with("HTTP/1.1 405"));
    CHECK(asked(port, "GET /").starts_with("HTTP/1.1 404"));
    const auto second = host::ControlServer::create(
        {"127.0.0.1", port}, [] { return nlohmann::json(); }, metrics, host);
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == ErrorKind::io);
}
