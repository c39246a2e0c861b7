// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "common/net/sockets.hpp"
#include "media/w3/tcp_listener.hpp"
#include "support/recording_host.hpp"

using namespace wims;
using namespace wims::media;
using namespace std::chrono_literals;

namespace {

/// Echoes every datagram; who once sent "prove" is in use until it is told otherwise.
struct Edge final : TcpListener::User {
    explicit Edge(std::size_t connections = 8) {
        auto listening = net::listen_tcp({"127.0.0.1", 0});
        REQUIRE(listening.ok());
        thread.run_and_wait([&] {
            listener = std::make_unique<TcpListener>(thread.loop(), std::move(*listening), connections, host, *this);
            address = listener->local();
        });
    }
    ~Edge() {
        thread.run_and_wait([&] { listener.reset(); });
    }

    void on_tcp_datagram(Packet& packet, const IpEndpoint& from) override {
        CHECK(from.tcp);
        if (std::string_view(reinterpret_cast<const char*>(packet.data), packet.size) == "prove") used.insert(from);
        listener->send(packet.octets(), from);
    }
    void on_tcp_closed(const IpEndpoint& from) override {
        used.erase(from);
        ++closed;
    }
    bool in_use(const IpEndpoint& from) const override { return used.contains(from); }

    test::RecordingHost host;
    LoopThread thread{"test-edge"};
    std::set<IpEndpoint> used;  // thread's
    std::atomic<int> closed = 0;
    TransportAddress address;
    std::unique_ptr<TcpListener> listener;
};

struct Client {
    explicit Client(const Edge& edge) : fd(std::move(*net::connect_tcp(edge.address))) { wait(POLLOUT); }

    bool wait(short events, int ms = 3000) {
        pollfd p{fd.get(), events, 0};
        return ::poll(&p, 1, ms) == 1;
    }
    void send(std::string_view text) {
        const auto header = FrameReader::header(text.size());
        std::string octets(reinterpret_cast<const char*>(header.data()), 2);
        octets += text;
        for (const char c : octets) REQUIRE(::send(fd.get(), &c, 1, MSG_NOSIGNAL) == 1);
    }
    /// The next datagram; "closed" when there will be none.
    std::string read(int ms = 3000) {
        std::string out;
        while (out.empty() && wait(POLLIN, ms)) {
            std::uint8_t octets[512];
            const auto n = ::recv(fd.get(), octets, sizeof octets, 0);
            if (n <= 0) return "closed";
            reader.feed({octets, static_cast<std::size_t>(n)}, [&](auto d) { out.assign(d.begin(), d.end()); });
        }
        return out;
    }

    net::Fd fd;
    FrameReader reader;
};

}  // namespace

TEST_CASE("W3-03: datagrams pass in both directions, and the other end is told from its UDP namesake") {
    Edge edge;
    Client client(edge);
    client.send("prove");
    CHECK(client.read() == "prove");
    client.send(std::string(1400, 'x'));
    CHECK(client.read() == std::string(1400, 'x'));
    edge.thread.run_and_wait([&] {
        IpEndpoint udp = *edge.used.begin();
        udp.tcp = false;
        CHECK_FALSE(edge.listener->send(std::array<std::uint8_t, 1>{1}, udp));
    });
}

TEST_CASE("AGW-04: who proves nothing is let go after 10 s; who did stays until its context has gone") {
    Edge edge;
    Client idle(edge), busy(edge);
    busy.send("prove");
    REQUIRE(busy.read() == "prove");
    const auto from = std::chrono::steady_clock::now();
    CHECK(idle.read(14000) == "closed");
    const auto took = std::chrono::steady_clock::now() - from;
    CHECK(took > 8s);
    CHECK(edge.host.counted("agw.tcp_refused") == 1);
    busy.send("still here");
    CHECK(busy.read() == "still here");
    edge.thread.run_and_wait([&] { edge.used.clear(); });
    CHECK(busy.read(4000) == "closed");
}

TEST_CASE("AGW-04: connections are bounded, and a frame that is too long ends its own") {
    Edge edge(2);
    Client first(edge), second(edge), third(edge);
    CHECK(third.read() == "closed");
    CHECK(edge.host.counted("agw.tcp_refused") == 1);
    const unsigned char huge[] = {0xFF, 0xFF};
    REQUIRE(::send(first.fd.get(), huge, 2, MSG_NOSIGNAL) == 2);
    CHECK(first.read() == "closed");
    second.send("prove");
    CHECK(second.read() == "prove");
    for (int i = 0; i < 300 && edge.closed == 0; ++i) std::this_thread::sleep_for(10ms);
    CHECK(edge.closed == 1);
}

TEST_CASE("AGW-04: a peer that does not read loses datagrams, not the gateway its memory") {
    Edge edge;
    Client client(edge);
    client.send("prove");
    REQUIRE(client.read() == "prove");
    edge.thread.run_and_wait([&] {
        const std::vector<std::uint8_t> datagram(1200, 7);
        std::size_t taken = 0;
        while (taken < 100000 && edge.listener->send(datagram, *edge.used.begin())) ++taken;
        CHECK(taken < 100000);
    });
}
