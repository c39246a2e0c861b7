// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <poll.h>

#include <vector>

#include "media/core_leg/burst.hpp"
#include "media/core_leg/datagram_reader.hpp"
#include "media/core_leg/port_pool.hpp"
#include "media/core_leg/udp_socket.hpp"
#include "support/received_dscp.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::core_leg;
using wims::test::received_dscp;

TEST_CASE("AUD-06: pairs are even and odd, within the range, and come back last") {
    PortPool pool(30001, 30007);
    CHECK(pool.free_ports() == 6);
    CHECK(pool.take() == 30002);
    CHECK(pool.take() == 30004);
    pool.give_back(30002);
    CHECK(pool.take() == 30006);
    CHECK(pool.take() == 30002);
    CHECK_FALSE(pool.take());
    CHECK(pool.free_ports() == 0);
    CHECK(PortPool(65534, 65535).free_ports() == 2);
    CHECK(PortPool(30000, 30000).free_ports() == 0);
    CHECK(PortPool(9, 5).free_ports() == 0);
}

TEST_CASE("AUD-06: datagrams pass between two sockets with their source") {
    auto a = UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    auto b = UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    REQUIRE(a.ok());
    REQUIRE(b.ok());
    CHECK(a->local().port != 0);
    for (std::uint8_t i = 0; i < 40; ++i) CHECK(a->send(std::vector<std::uint8_t>(i + 1, i), b->local()));
    CHECK(a->send(std::vector<std::uint8_t>(4000, 9), b->local()));  // larger than a slot: left out
    DatagramReader reader;
    std::size_t seen = 0;
    for (int round = 0; round < 10 && seen < 40; ++round) {
        pollfd ready{b->fd(), POLLIN, 0};
        poll(&ready, 1, 1000);
        for (const auto& received : reader.read(b->fd())) {
            CHECK(received.from == a->local());
            CHECK(received.packet.size == seen + 1);
            CHECK(received.packet.room >= received.packet.size + DatagramReader::tail_octets);
            CHECK(received.packet.data[0] == seen);
            ++seen;
        }
    }
    CHECK(seen == 40);
    CHECK(reader.read(b->fd()).empty());
}

TEST_CASE("a core socket is asked for one datagram, and for all it has when it was just read") {
    auto a = UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    REQUIRE(a.ok());
    for (std::uint8_t i = 0; i < 6; ++i) CHECK(a->send(std::vector<std::uint8_t>(20, i), a->local()));
    DatagramReader reader;
    TimePoint last{}, now = TimePoint{} + std::chrono::seconds(1);
    CHECK(reader.read(a->fd(), last, now).size() == 1);
    CHECK(reader.read(a->fd(), last, now + std::chrono::milliseconds(20)).size() == 1);
    CHECK(reader.read(a->fd(), last, now + std::chrono::milliseconds(20)).size() == 4);
}

TEST_CASE("a burst to one peer leaves whole, in order, and as the datagrams that it is made of") {
    auto a = UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    auto b = UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    auto c = UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    REQUIRE((a.ok() && b.ok() && c.ok()));
    std::vector<std::vector<std::uint8_t>> packets;
    for (std::uint8_t i = 0; i < 40; ++i) packets.emplace_back(i % 16 == 15 ? 500 : 1100, i);
    Burst burst;
    for (const auto& packet : packets) {
        CHECK(burst.add(*a, packet, b->local()));
        if (packet[0] == 20) CHECK(burst.add(*a, packet, c->local()));
    }
    CHECK(burst.flush());
    CHECK(burst.flush());  // nothing is sent twice
    DatagramReader reader;
    std::size_t seen = 0;
    for (int round = 0; round < 10 && seen < 40; ++round)
        for (const auto& received : reader.read(b->fd())) {
            REQUIRE(seen < 40);
            CHECK(received.from == a->local());
            CHECK(received.packet.size == packets[seen].size());
            CHECK(received.packet.data[0] == seen);
            CHECK(received.packet.data[received.packet.size - 1] == seen);
            ++seen;
        }
    CHECK(seen == 40);
    CHECK(reader.read(b->fd()).empty());
    CHECK(reader.read(c->fd()).size() == 1);
}

TEST_CASE("AUD-06: a pair that came back is taken after every other: late packets meet nobody") {
    PortPool pool(30000, 30199);
    const auto released = pool.take();
    REQUIRE(released);
    pool.give_back(*released);
    for (int others = 0; others < 99; ++others) CHECK(pool.take() != released);
    CHECK(pool.take() == released);
}

TEST_CASE("AGW-02: a socket marks what it sends with its DiffServ code point, IPv4 and IPv6") {
    for (const char* ip : {"127.0.0.1", "::1"}) {
        CAPTURE(ip);
        auto to = UdpSocket::bind(*IpEndpoint::from({ip, 0}));
        auto from = UdpSocket::bind(*IpEndpoint::from({ip, 0}));
        if (!to && std::string_view(ip) == "::1") continue;  // a machine without IPv6
        REQUIRE(from.ok());
        const bool v6 = to->local().v6;
        const int on = 1;
        REQUIRE(setsockopt(to->fd(), v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_RECVTCLASS : IP_RECVTOS, &on,
                           sizeof on) == 0);
        for (const std::uint8_t dscp : {46, 34, 0, 63}) {
            CHECK(from->mark(dscp));
            CHECK(from->send(std::vector<std::uint8_t>(20), to->local()));
            CHECK(received_dscp(to->fd()) == dscp);
        }
    }
}

TEST_CASE("AUD-06: an address in use is said to be so") {
    auto a = UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    REQUIRE(a.ok());
    const auto again = UdpSocket::bind(a->local());
    REQUIRE_FALSE(again.ok());
    CHECK(again.error().kind == ErrorKind::io);
    CHECK(again.error().text.find(std::to_string(a->local().port)) != std::string::npos);
}
