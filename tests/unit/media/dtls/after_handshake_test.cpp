// SPDX-License-Identifier: Apache-2.0
// OpenSSL is gone once the handshake is done; these are what an association must still do, against an OpenSSL peer.
#include <set>

#include "fixture.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::dtls;
using namespace wims::test;

namespace {

constexpr const char* suites[] = {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
                                  "ECDHE-ECDSA-CHACHA20-POLY1305"};

RawPeer::Wishes with(const char* suite, bool client = true) {
    RawPeer::Wishes wishes;
    wishes.ciphers = suite;
    wishes.client = client;
    return wishes;
}

/// The record numbers of everything that was sent, each of which may be there once.
struct Numbers {
    std::set<std::pair<std::uint16_t, std::uint64_t>> seen;
    void add(const std::vector<Datagram>& datagrams) {
        for (const auto& datagram : datagrams) {
            std::span<const std::uint8_t> rest(datagram);
            while (const auto record = Record::take(rest)) CHECK(seen.emplace(record->epoch, record->sequence).second);
        }
    }
};

void deliver(const std::vector<Datagram>& datagrams, Association& association) {
    for (const auto& datagram : datagrams) association.receive(datagram);
}
void deliver(const std::vector<Datagram>& datagrams, RawPeer& peer) {
    for (const auto& datagram : datagrams) peer.receive(datagram);
}

}  // namespace

TEST_CASE("AGW-02: the gateway's last flight is lost three times, and the peer still completes") {
    for (const auto* suite : suites) {
        CAPTURE(suite);
        RawPeer peer(with(suite));
        auto association = server_for(peer);
        Numbers numbers;
        peer.step();
        deliver(peer.take(), association);
        auto flight = association.take_outgoing();
        numbers.add(flight);
        deliver(flight, peer);
        deliver(peer.take(), association);
        REQUIRE(association.state() == State::established);
        numbers.add(association.take_outgoing());  // lost
        for (int i = 0; i < 2; ++i) {
            peer.wait_and_repeat();
            deliver(peer.take(), association);
            flight = association.take_outgoing();
            CHECK_FALSE(flight.empty());
            numbers.add(flight);  // lost
        }
        CHECK_FALSE(peer.done());
        peer.wait_and_repeat();
        deliver(peer.take(), association);
        flight = association.take_outgoing();
        numbers.add(flight);
        deliver(flight, peer);
        CHECK(peer.done());
        CHECK(association.state() == State::established);
        CHECK(association.cipher() == suite);
    }
}

TEST_CASE("AGW-02: as client the gateway repeats its flight until the peer's last one comes through") {
    for (const auto* suite : suites) {
        CAPTURE(suite);
        RawPeer peer(with(suite, false));
        Association association(gateway(), w3::DtlsRole::client, {peer.fingerprint()});
        Numbers numbers;
        association.start();
        auto flight = association.take_outgoing();
        numbers.add(flight);
        deliver(flight, peer);
        while (!peer.done()) {
            deliver(peer.take(), association);
            flight = association.take_outgoing();
            REQUIRE_FALSE(flight.empty());
            numbers.add(flight);
            deliver(flight, peer);
        }
        peer.take();  // CCS and Finished, lost
        for (int i = 0; i < 2; ++i) {
            association.handle_timeout();
            flight = association.take_outgoing();
            numbers.add(flight);
            deliver(flight, peer);
            CHECK_FALSE(peer.take().empty());  // it heard new records, and answered; lost again
        }
        CHECK(association.state() == State::handshaking);
        association.handle_timeout();
        flight = association.take_outgoing();
        numbers.add(flight);
        deliver(flight, peer);
        deliver(peer.take(), association);
        CHECK(association.state() == State::established);
        association.close();
        flight = association.take_outgoing();
        numbers.add(flight);
        deliver(flight, peer);
        CHECK(peer.error == SSL_ERROR_ZERO_RETURN);
    }
}

TEST_CASE("AGW-02: close_notify is heard, answered and said") {
    for (const auto* suite : suites) {
        for (const bool peer_is_client : {true, false}) {
            CAPTURE(suite);
            RawPeer peer(with(suite, peer_is_client)), other(with(suite, peer_is_client));
            const auto role = peer_is_client ? w3::DtlsRole::server : w3::DtlsRole::client;
            Association first(gateway(), role, {peer.fingerprint()}), second(gateway(), role, {other.fingerprint()});
            first.start();
            talk(first, peer);
            SSL_shutdown(peer.ssl.get());
            deliver(peer.take(), first);
            CHECK(first.state() == State::closed);
            CHECK(first.keys());
            deliver(first.take_outgoing(), peer);
            CHECK(peer.error == SSL_ERROR_ZERO_RETURN);

            second.start();
            talk(second, other);
            second.close();
            deliver(second.take_outgoing(), other);
            CHECK(other.error == SSL_ERROR_ZERO_RETURN);
        }
    }
}

TEST_CASE("AGW-02: an alert counts only when its sender has the keys") {
    RawPeer peer({});
    auto association = server_for(peer);
    talk(association, peer);
    association.receive(Datagram{21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0});  // epoch 0: in clear
    association.receive(Datagram{21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40});
    association.receive(Datagram{21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0});
    SSL_shutdown(peer.ssl.get());
    const auto goodbye = peer.take();
    REQUIRE(goodbye.size() == 1);
    for (std::size_t at = 0; at < goodbye[0].size(); ++at) {
        auto forged = goodbye[0];
        forged[at] ^= 1;
        association.receive(forged);
        REQUIRE(association.state() == State::established);
    }
    for (std::size_t size = 0; size < goodbye[0].size(); ++size) {
        association.receive(std::span(goodbye[0]).first(size));
        REQUIRE(association.state() == State::established);
    }
    CHECK(association.take_outgoing().empty());
    association.receive(goodbye[0]);
    CHECK(association.state() == State::closed);
}

TEST_CASE("AGW-02: what an eavesdropper sends again makes the gateway send nothing") {
    RawPeer peer({});
    auto association = server_for(peer);
    std::vector<Datagram> overheard;
    peer.step();
    for (int round = 0; round < 4; ++round) {
        const auto from_peer = peer.take();
        overheard.insert(overheard.end(), from_peer.begin(), from_peer.end());
        deliver(from_peer, association);
        deliver(association.take_outgoing(), peer);
    }
    REQUIRE(association.state() == State::established);
    deliver(overheard, association);
    CHECK(association.take_outgoing().empty());
    CHECK(association.state() == State::established);
}

TEST_CASE("AGW-02: application data and a new handshake inside the association change nothing") {
    RawPeer peer({});
    auto association = server_for(peer);
    talk(association, peer);
    SSL_write(peer.ssl.get(), "sctp?", 5);
    deliver(peer.take(), association);
    CHECK(association.take_outgoing().empty());
    CHECK(association.state() == State::established);
}
