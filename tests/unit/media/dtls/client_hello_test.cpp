// SPDX-License-Identifier: Apache-2.0
// A ClientHello as Chromium 156 writes it: DTLS 1.3 with an ML-KEM key share, too large for one datagram.
#include <algorithm>
#include <string>

#include "fixture.hpp"
#include "media/rtp/octets.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::dtls;
using namespace wims::test;

namespace {

constexpr std::size_t chromium_octets = 1413;

void append_u16(Datagram& out, std::size_t value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value));
}
void append_extension(Datagram& out, std::uint16_t type, const Datagram& body) {
    append_u16(out, type);
    append_u16(out, body.size());
    out.insert(out.end(), body.begin(), body.end());
}

Datagram key_shares() {
    Datagram shares;
    append_u16(shares, 0x11EC);  // X25519MLKEM768
    append_u16(shares, 1216);
    shares.resize(shares.size() + 1216, 0xA5);
    append_u16(shares, 0x001D);
    append_u16(shares, 32);
    shares.resize(shares.size() + 32, 9);
    Datagram body;
    append_u16(body, shares.size());
    body.insert(body.end(), shares.begin(), shares.end());
    return body;
}

/// The body, filled up by padding to the size that was seen.
Datagram client_hello(const Datagram& versions) {
    Datagram hello{0xFE, 0xFD};
    hello.resize(hello.size() + 32, 0x42);
    hello.insert(hello.end(), {0, 0});  // no session, no cookie
    const Datagram suites{0x13, 0x01, 0x13, 0x02, 0x13, 0x03, 0xC0, 0x2B, 0xCC, 0xA9};
    append_u16(hello, suites.size());
    hello.insert(hello.end(), suites.begin(), suites.end());
    hello.insert(hello.end(), {1, 0});

    Datagram extensions;
    append_extension(extensions, 23, {});                                          // extended master secret
    append_extension(extensions, 10, {0, 6, 0x11, 0xEC, 0x00, 0x1D, 0x00, 0x17});  // groups
    append_extension(extensions, 11, {1, 0});
    append_extension(extensions, 13, {0, 4, 0x04, 0x03, 0x08, 0x04});
    append_extension(extensions, 14, {0, 4, 0, 7, 0, 1, 0});  // use_srtp
    append_extension(extensions, 51, key_shares());
    append_extension(extensions, 43, versions);
    Datagram padding(chromium_octets - 12 - hello.size() - 2 - extensions.size() - 4);
    append_extension(extensions, 21, padding);
    append_u16(hello, extensions.size());
    hello.insert(hello.end(), extensions.begin(), extensions.end());
    return hello;
}

/// Handshake fragments, each in a datagram of its own. [RFC 6347 4.2.3]
std::vector<Datagram> fragments(const Datagram& hello, std::size_t largest) {
    std::vector<Datagram> datagrams;
    for (std::size_t at = 0; at < hello.size(); at += largest) {
        const std::size_t size = std::min(largest, hello.size() - at);
        Datagram fragment{1, 0};
        append_u16(fragment, hello.size());
        fragment.insert(fragment.end(), {0, 0, 0});
        append_u16(fragment, at);
        fragment.push_back(0);
        append_u16(fragment, size);
        fragment.insert(fragment.end(), hello.begin() + static_cast<std::ptrdiff_t>(at),
                        hello.begin() + static_cast<std::ptrdiff_t>(at + size));
        Datagram datagram;
        Record{ContentType::handshake, 0, datagrams.size(), fragment}.append_to(datagram);
        datagrams.push_back(datagram);
    }
    return datagrams;
}

const Datagram dtls13_and_12{4, 0xFE, 0xFC, 0xFE, 0xFD};

}  // namespace

TEST_CASE("AGW-08: Chromium's ClientHello of 1,413 octets in two fragments is answered with DTLS 1.2") {
    const auto hello = client_hello(dtls13_and_12);
    REQUIRE(hello.size() + 12 == chromium_octets);
    for (const bool backwards : {false, true}) {
        auto datagrams = fragments(hello, 1150);
        REQUIRE(datagrams.size() == 2);
        if (backwards) std::reverse(datagrams.begin(), datagrams.end());
        RawPeer somebody({});
        auto association = server_for(somebody);
        association.receive(datagrams[0]);
        CHECK(association.take_outgoing().empty());
        association.receive(datagrams[1]);
        const auto flight = association.take_outgoing();
        REQUIRE_FALSE(flight.empty());
        std::span<const std::uint8_t> first(flight[0]);
        const auto server_hello = Record::take(first);
        REQUIRE(server_hello);
        CHECK(server_hello->type == ContentType::handshake);
        CHECK(server_hello->fragment[0] == 2);
        CHECK(get_u16(server_hello->fragment.data() + 12) == 0xFEFD);
        CHECK(association.state() == State::handshaking);
        for (const auto& datagram : flight) CHECK(datagram.size() <= 1200);
    }
}

TEST_CASE("AGW-08: a fragment that is lost is waited for, and one that lies about its length ends nothing of ours") {
    auto datagrams = fragments(client_hello(dtls13_and_12), 500);
    REQUIRE(datagrams.size() == 3);
    RawPeer somebody({});
    auto association = server_for(somebody);
    association.receive(datagrams[0]);
    association.receive(datagrams[2]);
    CHECK(association.take_outgoing().empty());
    CHECK(association.state() == State::handshaking);
    association.receive(datagrams[1]);
    CHECK_FALSE(association.take_outgoing().empty());
}
