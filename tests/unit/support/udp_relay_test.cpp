// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <sys/socket.h>

#include <set>
#include <string>
#include <vector>

#include "common/net/socket_address.hpp"
#include "common/net/sockets.hpp"
#include "support/network/udp_relay.hpp"

using namespace wims;
using namespace wims::test;
using std::chrono::milliseconds;

namespace {

struct Socket {
    net::Fd fd = std::move(*net::bind_udp({"127.0.0.1", 0}));

    TransportAddress address() const { return net::local_address(fd.get()); }
    void send(const std::string& text, const TransportAddress& to) {
        const auto address = *net::SocketAddress::from(to);
        REQUIRE(::sendto(fd.get(), text.data(), text.size(), 0, address.data(), address.length) ==
                static_cast<ssize_t>(text.size()));
    }
    struct Heard {
        std::string text;
        TransportAddress from;
    };
    std::vector<Heard> take() {
        std::vector<Heard> all;
        char octets[2000];
        net::SocketAddress from;
        for (ssize_t n; (n = ::recvfrom(fd.get(), octets, sizeof octets, 0, from.data(), &from.length)) >= 0;)
            all.push_back({std::string(octets, static_cast<std::size_t>(n)), from.transport()});
        return all;
    }
};

}  // namespace

TEST_CASE("the relay in real time: two clients, each seen at a port of its own, and answered") {
    Socket server, one, two;
    UdpRelay::Config config;
    config.server = server.address();
    config.to_server.delay = milliseconds(20);
    auto relay = std::move(*UdpRelay::create(config));
    one.send("from one", relay->address());
    two.send("from two", relay->address());
    relay->run(milliseconds(5));
    CHECK(server.take().empty());
    relay->run(milliseconds(60));
    const auto heard = server.take();
    REQUIRE(heard.size() == 2);
    CHECK(heard[0].from != heard[1].from);
    for (const auto& each : heard) server.send("to " + each.text, each.from);
    relay->run(milliseconds(20));
    CHECK(one.take().at(0).text == "to from one");
    CHECK(two.take().at(0).text == "to from two");
}

TEST_CASE("the relay in real time: loses and doubles what its settings say") {
    Socket server, client;
    UdpRelay::Config config;
    config.server = server.address();
    config.to_server.loss = 0.5;
    config.to_server.duplication = 1;
    auto relay = std::move(*UdpRelay::create(config));
    for (int i = 0; i < 200; ++i) client.send(std::to_string(i), relay->address());
    relay->run(milliseconds(50));
    const auto heard = server.take();
    std::set<std::string> kinds;
    for (const auto& each : heard) kinds.insert(each.text);
    CHECK(heard.size() == 2 * kinds.size());
    CHECK(kinds.size() > 70);
    CHECK(kinds.size() < 130);
}

TEST_CASE("the relay says what is wrong with its addresses") {
    UdpRelay::Config config;
    config.server = {"localhost", 5000};
    CHECK(UdpRelay::create(config).error().kind == ErrorKind::usage);
}
