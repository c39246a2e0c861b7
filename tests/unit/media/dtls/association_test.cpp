// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <thread>

#include "media/dtls/association.hpp"
#include "raw_peer.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::dtls;
using test::RawPeer;

namespace {

const Endpoint& gateway() {
    static const auto endpoint = Endpoint::create(WallTime(std::chrono::seconds(1'790'000'000)));
    return **endpoint;
}

/// Carries datagrams to and fro until nobody has anything to say; every one is within the path's MTU.
void talk(Association& association, RawPeer& peer) {
    peer.step();
    for (int round = 0; round < 40; ++round) {
        const auto from_peer = peer.take();
        for (const auto& datagram : from_peer) association.receive(datagram);
        const auto from_gateway = association.take_outgoing();
        for (const auto& datagram : from_gateway) {
            CHECK(datagram.size() <= 1200);
            peer.receive(datagram);
        }
        if (from_peer.empty() && from_gateway.empty()) return;
    }
}

Association server_for(const RawPeer& peer) { return {gateway(), w3::DtlsRole::server, {peer.fingerprint()}}; }

}  // namespace

TEST_CASE("AGW-08: each profile, as server and as client, and both ends have the same keys") {
    for (const bool peer_is_client : {true, false}) {
        for (const auto& [name, profile] : {std::pair{"SRTP_AES128_CM_SHA1_80", srtp::Profile::aes128_cm_sha1_80},
                                            std::pair{"SRTP_AEAD_AES_128_GCM", srtp::Profile::aead_aes_128_gcm},
                                            std::pair{"SRTP_AEAD_AES_256_GCM", srtp::Profile::aead_aes_256_gcm}}) {
            CAPTURE(peer_is_client);
            CAPTURE(name);
            RawPeer::Wishes wishes;
            wishes.client = peer_is_client;
            wishes.profiles = name;
            RawPeer peer(wishes);
            Association association(gateway(), peer_is_client ? w3::DtlsRole::server : w3::DtlsRole::client,
                                    {peer.fingerprint()});
            association.start();
            talk(association, peer);
            REQUIRE(association.state() == State::established);
            CHECK(peer.done());
            const auto& keys = *association.keys();
            CHECK(keys.profile == profile);
            const std::size_t key = srtp::key_octets(profile), salt = srtp::salt_octets(profile);
            const auto material = peer.exported(2 * (key + salt));
            const auto client = material.substr(0, key) + material.substr(2 * key, salt);
            const auto server = material.substr(key, key) + material.substr(2 * key + salt, salt);
            CHECK(keys.local.reveal() == (peer_is_client ? server : client));
            CHECK(keys.remote.reveal() == (peer_is_client ? client : server));
        }
    }
}

TEST_CASE("AGW-08: of several profiles that a client offers the gateway takes AEAD_AES_128_GCM") {
    RawPeer::Wishes wishes;
    wishes.profiles = "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM";
    RawPeer peer(wishes);
    auto association = server_for(peer);
    talk(association, peer);
    REQUIRE(association.keys());
    CHECK(association.keys()->profile == srtp::Profile::aead_aes_128_gcm);
}

TEST_CASE("AGW-07: a certificate without an announced fingerprint ends the handshake with a fatal alert and no keys") {
    for (const bool peer_is_client : {true, false}) {
        RawPeer stranger({}), announced({});
        RawPeer::Wishes wishes;
        wishes.client = peer_is_client;
        RawPeer peer(wishes);
        Association association(gateway(), peer_is_client ? w3::DtlsRole::server : w3::DtlsRole::client,
                                {announced.fingerprint(), stranger.fingerprint()});
        association.start();
        talk(association, peer);
        CHECK(association.state() == State::failed);
        CHECK_FALSE(association.keys());
        CHECK(association.failure() == "the certificate has none of the announced fingerprints");
        CHECK(peer.error == SSL_ERROR_SSL);  // the alert arrived
    }
}

TEST_CASE("AGW-07: sha-1, sha-384 and sha-512 fingerprints count, letters in any case; md5 does not") {
    for (const auto* hash : {"sha-1", "sha-384", "sha-512"}) {
        RawPeer peer({});
        auto print = peer.fingerprint(hash);
        for (char& c : print.value) c = static_cast<char>(std::tolower(c));
        Association association(gateway(), w3::DtlsRole::server, {{"md5", "00:11"}, print});
        talk(association, peer);
        CHECK(association.state() == State::established);
    }
    RawPeer peer({});
    CHECK(fingerprint(*peer.certificate.x509, "md5").error().status == 488);
}

TEST_CASE("AGW-08: DTLS 1.0 is refused") {
    RawPeer::Wishes wishes;
    wishes.min_version = wishes.max_version = DTLS1_VERSION;
    RawPeer peer(wishes);
    auto association = server_for(peer);
    talk(association, peer);
    CHECK(association.state() == State::failed);
    CHECK_FALSE(peer.done());
}

TEST_CASE("AGW-08: without a common SRTP profile there is no association") {
    for (const auto* profiles : {"", "SRTP_AES128_CM_SHA1_32"}) {
        RawPeer::Wishes wishes;
        wishes.profiles = profiles;
        RawPeer peer(wishes);
        auto association = server_for(peer);
        talk(association, peer);
        CHECK(association.state() == State::failed);
        CHECK_FALSE(association.keys());
        CHECK(association.failure() == "the peer offered no SRTP protection profile of ours");
    }
}

TEST_CASE("AGW-08: a ClientHello in several datagrams is put together, in order or not") {
    RawPeer::Wishes wishes;
    wishes.large_hello = true;
    wishes.mtu = 700;
    for (const bool backwards : {false, true}) {
        RawPeer peer(wishes);
        auto association = server_for(peer);
        peer.step();
        auto hello = peer.take();
        REQUIRE(hello.size() >= 2);
        if (backwards) std::reverse(hello.begin(), hello.end());
        for (const auto& datagram : hello) {
            CHECK(association.take_outgoing().empty());
            association.receive(datagram);
        }
        for (const auto& datagram : association.take_outgoing()) peer.receive(datagram);
        talk(association, peer);
        CHECK(association.state() == State::established);
    }
}

TEST_CASE("AGW-02: a lost flight is sent again when its time has come") {
    RawPeer peer({});
    auto association = server_for(peer);
    CHECK_FALSE(association.next_retransmission());
    peer.step();
    for (const auto& datagram : peer.take()) association.receive(datagram);
    CHECK_FALSE(association.take_outgoing().empty());  // and lost
    const auto wait = association.next_retransmission();
    REQUIRE(wait);
    CHECK(*wait > std::chrono::milliseconds(100));
    CHECK(*wait <= std::chrono::milliseconds(250));
    association.handle_timeout();
    CHECK(association.take_outgoing().empty());  // too early
    std::this_thread::sleep_for(*wait + std::chrono::milliseconds(5));
    association.handle_timeout();
    const auto again = association.take_outgoing();
    CHECK_FALSE(again.empty());
    for (const auto& datagram : again) peer.receive(datagram);
    talk(association, peer);
    CHECK(association.state() == State::established);
    CHECK_FALSE(association.next_retransmission());
}

TEST_CASE("AGW-02: close_notify is heard and said") {
    RawPeer peer({});
    auto association = server_for(peer);
    talk(association, peer);
    SSL_shutdown(peer.ssl.get());
    for (const auto& datagram : peer.take()) association.receive(datagram);
    CHECK(association.state() == State::closed);
    CHECK(association.keys());

    RawPeer other({});
    auto second = server_for(other);
    talk(second, other);
    second.close();
    for (const auto& datagram : second.take_outgoing()) other.receive(datagram);
    CHECK(other.error == SSL_ERROR_ZERO_RETURN);
}

TEST_CASE("AGW-06: 400 handshakes with damaged datagrams neither crash nor give keys to a stranger") {
    std::mt19937 random(6347);
    unsigned established = 0;
    for (int i = 0; i < 400; ++i) {
        static RawPeer::Wishes wishes;
        RawPeer peer(wishes), announced(wishes);
        Association association(gateway(), w3::DtlsRole::server, {(i % 2 == 0 ? peer : announced).fingerprint()});
        peer.step();
        for (int round = 0; round < 6; ++round) {
            for (auto datagram : peer.take()) {
                if (random() % 3 == 0)
                    datagram[random() % datagram.size()] ^= static_cast<std::uint8_t>(1 << random() % 8);
                if (random() % 16 == 0) datagram.resize(random() % datagram.size());
                association.receive(datagram);
            }
            for (const auto& datagram : association.take_outgoing()) peer.receive(datagram);
        }
        if (association.state() != State::established) continue;
        ++established;
        CHECK(i % 2 == 0);
    }
    CHECK(established > 0);
}
