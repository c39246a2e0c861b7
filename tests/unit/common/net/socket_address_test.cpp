// SPDX-License-Identifier: Apache-2.0
#include "common/net/socket_address.hpp"

#include <doctest/doctest.h>
#include <netinet/in.h>

#include "common/net/sockets.hpp"

using namespace wims;

TEST_CASE("net: numeric addresses there and back, names never") {
    for (const auto& address : {TransportAddress{"127.0.0.1", 1},
                                {"0.0.0.0", 0},
                                {"192.0.2.1", 65535},
                                {"::1", 443},
                                {"2001:db8::1", 5060},
                                {"::", 0}}) {
        CAPTURE(to_string(address));
        const auto native = net::SocketAddress::from(address);
        REQUIRE(native);
        CHECK(native->transport() == address);
    }
    CHECK(net::SocketAddress::from({"::ffff:192.0.2.1", 7})->transport() == TransportAddress{"192.0.2.1", 7});
    for (const char* bad :
         {"", "localhost", "127.1", "127.0.0.256", "0x7f.0.0.1", "1.2.3.4 ", ":::", "[::1]", "::1%nosuchif"})
        CHECK_MESSAGE(net::SocketAddress::from({bad, 1}).error().kind == ErrorKind::usage, bad);
    CHECK(net::SocketAddress().transport() == TransportAddress{});
}

TEST_CASE("net: address and port in one text") {
    CHECK(*net::parse_transport_address("127.0.0.1:443") == TransportAddress{"127.0.0.1", 443});
    CHECK(*net::parse_transport_address("[2001:db8::1]:0") == TransportAddress{"2001:db8::1", 0});
    for (const char* bad : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:1x", "::1:443",
                            "[127.0.0.1]:1", "[::1]", "[::1:1", "host:1", ":1", "[]:1"})
        CHECK_MESSAGE(!net::parse_transport_address(bad), bad);
}

TEST_CASE("net: bound sockets tell their port; a taken one says so; shared ones share") {
    const auto listening = net::listen_tcp({"127.0.0.1", 0});
    REQUIRE(listening);
    const auto local = net::local_address(listening->get());
    CHECK(local.ip == "127.0.0.1");
    CHECK(local.port != 0);
    const auto taken = net::listen_tcp(local);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().kind == ErrorKind::io);
    CHECK(taken.error().text.find(to_string(local)) != std::string::npos);

    const auto udp = net::bind_udp({"127.0.0.1", 0}, true);
    REQUIRE(udp);
    CHECK(net::bind_udp(net::local_address(udp->get()), true));
    CHECK_FALSE(net::bind_udp(net::local_address(udp->get())));
}
