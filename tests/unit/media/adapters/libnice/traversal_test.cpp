// SPDX-License-Identifier: Apache-2.0
#include "nice_peer.hpp"
#include "turn_server.hpp"

using namespace wims;
using namespace wims::test;

namespace {

ImsAgwConfig behind_nat(const TraversalConfig& traversal) {
    auto config = Asker::config();
    config.traversal = traversal;
    return config;
}

TraversalConfig through(const TurnServer& server) {
    TraversalConfig traversal;
    traversal.turn = server.address;
    traversal.turn_user = TurnServer::user;
    traversal.turn_password = Secret(TurnServer::password);
    traversal.relay_only = true;
    return traversal;
}

std::vector<std::string> types(const iq::Reserved& reserved) {
    std::vector<std::string> all;
    for (const auto& candidate : reserved.access.candidates) all.push_back(candidate.type);
    return all;
}

/// An audio stream to a phone that is a socket, and a call over it in both directions.
struct Phone {
    iq::ReserveRequest wants(const std::optional<iq::AccessRemote>& remote) const {
        auto r = request();
        r.streams[0].payloads = {{8, 8, "PCMA", 8000}};
        r.streams[0].core_remote = iq::CoreRemote{socket.local().text(), {socket.local().text().ip, 0}};
        r.access_remote = remote;
        return r;
    }
    std::string hears() {
        pollfd ready{socket.fd(), POLLIN, 0};
        poll(&ready, 1, 2000);
        for (const auto& received : reader.read(socket.fd()))
            return {received.packet.data + 12, received.packet.data + received.packet.size};
        return "nothing";
    }
    void says(std::string_view text, const TransportAddress& to) {
        Octets octets{0x80, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9};
        octets.insert(octets.end(), text.begin(), text.end());
        socket.send(octets, *IpEndpoint::from(to));
    }

    core_leg::UdpSocket socket = std::move(*core_leg::UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0})));
    core_leg::DatagramReader reader;
};

void media_both_ways(NicePeer& peer, Phone& phone, const iq::Reserved& reserved) {
    peer.send_rtp(1, "from the WIC");
    CHECK(phone.hears() == "from the WIC");
    phone.says("from the phone", reserved.core[0].rtp);
    CHECK(peer.run_until([&] { return !peer.heard.empty(); }));
    CHECK(peer.heard == std::vector<std::string>{"from the phone"});
}

}  // namespace

TEST_CASE("AGW-02: full ICE of the gateway, whoever offers: a socket of its own, media both ways, good-bye") {
    for (const bool wic_offers : {true, false}) {
        CAPTURE(wic_offers);
        Asker asker(behind_nat({}));
        NicePeer peer(wic_offers);
        Phone phone;
        const auto reserved = asker.reserve(phone.wants(wic_offers ? std::optional(peer.remote()) : std::nullopt));
        REQUIRE(reserved.ok());
        CHECK_FALSE(reserved->access.ice_lite);
        CHECK(types(*reserved) == std::vector<std::string>{"host"});
        CHECK(reserved->access_address.port != asker.agw->health().w3.port);
        if (!wic_offers) {
            iq::ConfigureRequest answer;
            answer.context = reserved->context;
            answer.access_remote = peer.remote();
            REQUIRE(asker.configure(answer).ok());
        }
        peer.take(reserved->access);
        REQUIRE(peer.connect());
        CHECK(asker.wait_for(EventKind::ice_connected));
        CHECK(asker.wait_for(EventKind::dtls_established));
        media_both_ways(peer, phone, *reserved);
        CHECK(asker.release(reserved->context).ok());
        CHECK(asker.agw->health().contexts == 0);
    }
}

TEST_CASE("AGW-02: behind a NAT the WIC is told the address that a STUN server sees") {
    StunBehindNat server(*IpEndpoint::from({"203.0.113.7", 4500}));
    TraversalConfig traversal;
    traversal.stun = server.address();
    Asker asker(behind_nat(traversal));
    const auto reserved = asker.reserve(request());
    REQUIRE(reserved.ok());
    REQUIRE(types(*reserved) == std::vector<std::string>{"host", "srflx"});
    CHECK(reserved->access.candidates[1].address == "203.0.113.7");
    CHECK(reserved->access.candidates[1].port == 4500);
    CHECK(reserved->access.candidates[1].priority < reserved->access.candidates[0].priority);
}

TEST_CASE("AGW-02: through coturn alone: a relayed candidate, DTLS and media both ways") {
    TurnServer server;
    Asker asker(behind_nat(through(server)));
    NicePeer peer;
    Phone phone;
    const auto reserved = asker.reserve(phone.wants(peer.remote()));
    REQUIRE(reserved.ok());
    REQUIRE(types(*reserved) == std::vector<std::string>{"relay"});
    const auto& relayed = reserved->access.candidates[0];
    CHECK(reserved->access_address == TransportAddress{relayed.address, relayed.port});
    peer.take(reserved->access);
    REQUIRE(peer.connect());
    CHECK(peer.pair() == IpEndpoint::from({relayed.address, relayed.port}));
    CHECK(asker.wait_for(EventKind::dtls_established));
    media_both_ways(peer, phone, *reserved);
}

TEST_CASE("IQ-10: a released context gives the TURN server its allocation back") {
    TurnServer server;
    auto traversal = through(server);
    traversal.gathering = std::chrono::seconds(1);
    Asker asker(behind_nat(traversal));
    const auto first = asker.reserve(request());
    REQUIRE(first.ok());
    REQUIRE(types(*first).size() == 1);
    const auto beyond_quota = asker.reserve(request());
    REQUIRE(beyond_quota.ok());
    CHECK(types(*beyond_quota).empty());
    CHECK(asker.release(first->context).ok());
    std::vector<std::string> next;
    for (int i = 0; i < 10 && next.empty(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        const auto reserved = asker.reserve(request());
        REQUIRE(reserved.ok());
        next = types(*reserved);
        if (next.empty()) CHECK(asker.release(reserved->context).ok());
    }
    CHECK(next == std::vector<std::string>{"relay"});
}

TEST_CASE("AGW-02: a TURN server that refuses or is not there: the reserve ends in time with the other candidates") {
    TurnServer server;
    auto traversal = through(server);
    traversal.relay_only = false;
    traversal.gathering = std::chrono::milliseconds(500);
    SUBCASE("a wrong password") { traversal.turn_password = Secret("guessed"); }
    SUBCASE("nobody there") { traversal.turn.port = 9; }
    Asker asker(behind_nat(traversal));
    const auto reserved = asker.reserve(request());
    REQUIRE(reserved.ok());
    CHECK(types(*reserved) == std::vector<std::string>{"host"});
}

TEST_CASE("ALG-12: ICE restart with full ICE: other credentials, the media go on") {
    Asker asker(behind_nat({}));
    NicePeer peer;
    Phone phone;
    const auto reserved = asker.reserve(phone.wants(peer.remote()));
    REQUIRE(reserved.ok());
    peer.take(reserved->access);
    REQUIRE(peer.connect());
    peer.restart({"another0", "another-password-24-xxxx"});
    iq::ConfigureRequest again;
    again.context = reserved->context;
    again.access_remote = peer.remote();
    const auto configured = asker.configure(again);
    REQUIRE(configured.ok());
    REQUIRE(configured->access);
    CHECK(configured->access->ice != reserved->access.ice);
    CHECK_FALSE(configured->access->candidates.empty());
    peer.take(*configured->access);
    REQUIRE(peer.run_until([&] { return peer.pair().has_value(); }));
    media_both_ways(peer, phone, *reserved);
}

TEST_CASE("Settings of traversal that cannot be are refused, each with its reason") {
    const auto refused = [](const std::function<void(TraversalConfig&)>& spoil) {
        TraversalConfig traversal;
        spoil(traversal);
        RecordingHost host;
        return ImsAgw::create(behind_nat(traversal), host, host).error();
    };
    CHECK(refused([](auto& t) { t.stun = {"stun.example", 3478}; }).text == "traversal: stun.example is not numeric");
    CHECK(refused([](auto& t) { t.relay_only = true; }).text == "traversal: relay_only needs a TURN server");
}
