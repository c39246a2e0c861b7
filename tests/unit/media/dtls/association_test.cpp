// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>

#include "fixture.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::dtls;
using namespace wims::test;

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

TEST_CASE("AGW-07: of several hashes the strongest decides, of several fingerprints with it any [RFC 8122 5.1]") {
    RawPeer peer({}), other({});
    const auto accepts = [&](std::vector<w3::Fingerprint> announced) {
        RawPeer client({});
        std::vector<w3::Fingerprint> own;
        for (auto& print : announced) own.push_back(print.hash == "own" ? client.fingerprint(print.value) : print);
        Association association(gateway(), w3::DtlsRole::server, own);
        talk(association, client);
        return association.state() == State::established;
    };
    CHECK(accepts({other.fingerprint("sha-1"), {"own", "sha-256"}}));
    CHECK(accepts({other.fingerprint("sha-256"), {"own", "sha-256"}, peer.fingerprint("sha-256")}));
    CHECK_FALSE(accepts({{"own", "sha-1"}, other.fingerprint("sha-256")}));
    CHECK_FALSE(accepts({{"own", "sha-256"}, other.fingerprint("sha-512")}));
    CHECK(accepts({{"own", "sha-256"}, {"sha-1024", "00"}}));
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

TEST_CASE("AGW-02: a lost flight is sent again when the caller's timer says so, later each time") {
    RawPeer peer({});
    auto association = server_for(peer);
    CHECK_FALSE(association.take_timer());
    association.handle_timeout();
    CHECK(association.take_outgoing().empty());
    peer.step();
    for (const auto& datagram : peer.take()) association.receive(datagram);
    CHECK_FALSE(association.take_outgoing().empty());  // and lost
    CHECK(association.take_timer() == std::chrono::milliseconds(250));
    CHECK_FALSE(association.take_timer());
    for (const int ms : {500, 1000, 1000}) {
        association.handle_timeout();
        CHECK_FALSE(association.take_outgoing().empty());  // lost as well
        CHECK(association.take_timer() == std::chrono::milliseconds(ms));
    }
    association.handle_timeout();
    for (const auto& datagram : association.take_outgoing()) peer.receive(datagram);
    talk(association, peer);
    CHECK(association.state() == State::established);
    CHECK(peer.done());
}

TEST_CASE("AGW-02: a ClientHello that was lost is sent again") {
    RawPeer::Wishes wishes;
    wishes.client = false;
    RawPeer peer(wishes);
    Association association(gateway(), w3::DtlsRole::client, {peer.fingerprint()});
    association.start();
    CHECK_FALSE(association.take_outgoing().empty());
    CHECK(association.take_timer() == std::chrono::milliseconds(250));
    association.handle_timeout();
    talk(association, peer);
    CHECK(association.state() == State::established);
    CHECK(peer.done());
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
