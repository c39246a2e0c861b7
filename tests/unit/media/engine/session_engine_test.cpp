// SPDX-License-Identifier: Apache-2.0
// The façade for hosts with a data plane of their own. What a context does with packets is in relay_test and
// transport_test; here it is reached through the public header alone.
#include <wims/media/session_engine.hpp>

#include "bench.hpp"
#include "media/engine/demux.hpp"

using namespace wims;
using namespace wims::test;

namespace {

/// One session of a MediaEngine, and a WIC that speaks to it.
struct Host {
    explicit Host(Duration consent_loss = std::chrono::seconds(30)) {
        MediaEngineConfig config;
        config.srtp = srtp_backend;
        config.consent_loss = consent_loss;
        engine = std::move(*MediaEngine::create(config, civil, log, log));
        wic_dtls = std::move(*dtls::Endpoint::create(civil));
        iq::ReserveRequest request;
        request.streams.emplace_back();
        request.streams[0].payloads = {{8, 0x60, "PCMA", 8000}};
        request.streams[0].core_remote = iq::CoreRemote{phone.text(), {"198.51.100.4", 4001}};
        request.access_remote.emplace();
        request.access_remote->transport.ice = {"wicu", "wic-password-of-24-chars"};
        request.access_remote->transport.fingerprints = {wic_dtls->fingerprint()};
        session = std::move(*engine->open(request, sink, now));
    }

    void from_wic(Octets octets) {
        const std::size_t size = octets.size();
        octets.resize(size + SessionEngine::tail_octets);
        Packet packet{octets.data(), size, octets.size()};
        session->receive_access(packet, wic, now);
    }
    void check(const std::string& ufrag, const std::string& password) {
        ice::StunWriter writer(ice::StunType::binding_request, {1, 2, 3});
        writer.add_text(ice::StunAttribute::username, ufrag + ":wicu");
        writer.add_u64(ice::StunAttribute::ice_controlling, 1);
        writer.add(ice::StunAttribute::use_candidate, {});
        writer.add_integrity(password);
        writer.add_fingerprint();
        from_wic({writer.octets().begin(), writer.octets().end()});
    }
    void shake_hands() {
        dtls::Association association(*wic_dtls, w3::DtlsRole::client, session->local().fingerprints);
        association.start();
        for (std::size_t seen = sink.access.size(), round = 0; round < 20 && !association.keys(); ++round) {
            for (const auto& datagram : association.take_outgoing()) from_wic(datagram);
            for (; seen < sink.access.size(); ++seen)
                if (engine::classify(sink.access[seen].octets) == engine::PacketKind::dtls)
                    association.receive(sink.access[seen].octets);
        }
        for (const auto& datagram : association.take_outgoing()) from_wic(datagram);
        REQUIRE(association.keys());
        srtp = std::move(*backend->create(*association.keys()));
    }
    Octets protect(Octets octets) {
        const std::size_t size = octets.size();
        octets.resize(size + SessionEngine::tail_octets);
        Packet packet{octets.data(), size, octets.size()};
        REQUIRE(srtp->protect_rtp(packet) == srtp::Verdict::good);
        octets.resize(packet.size);
        return octets;
    }

    const WallTime civil{std::chrono::seconds(1'790'000'000)};
    const IpEndpoint wic = endpoint("2001:db8::7", 50000);
    const IpEndpoint phone = endpoint("198.51.100.4", 4000);
    TimePoint now{std::chrono::seconds(100)};
    RecordingHost log;
    Sink sink;
    std::unique_ptr<MediaEngine> engine;
    std::unique_ptr<dtls::Endpoint> wic_dtls;
    std::unique_ptr<srtp::Backend> backend = std::move(*srtp::make_backend(srtp_backend));
    std::unique_ptr<srtp::Session> srtp;
    std::unique_ptr<SessionEngine> session;
};

}  // namespace

TEST_CASE("AGW-02: a host's own I/O: check, handshake, audio both ways, statistics") {
    Host host;
    const auto local = host.session->local();
    CHECK(local.ice_lite);
    host.check(local.ice.ufrag, local.ice.pwd);
    CHECK(host.sink.count(iq::EventKind::ice_connected) == 1);
    host.shake_hands();
    CHECK(host.sink.count(iq::EventKind::dtls_established) == 1);

    host.from_wic(host.protect(Bench::rtp(8, 1, 160, 7, "to the phone")));
    REQUIRE(host.sink.core.size() == 1);
    CHECK(host.sink.core[0].to == host.phone);
    CHECK(host.sink.core[0].octets[1] == 0x60);

    auto octets = Bench::rtp(0x60, 9, 160, 3, "to the browser");
    const std::size_t size = octets.size(), before = host.sink.access.size();
    octets.resize(size + SessionEngine::tail_octets);
    Packet packet{octets.data(), size, octets.size()};
    host.session->receive_core(0, CorePort::rtp, packet, host.phone, host.now);
    REQUIRE(host.sink.access.size() == before + 1);
    CHECK(host.sink.access.back().to == host.wic);

    const auto reports = host.session->statistics();
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].access.packets_received == 1);
    CHECK(reports[0].core.packets_received == 1);
    const auto statistics = host.session->release();
    REQUIRE(statistics.size() == 1);
    CHECK(statistics[0].packets_to_core == 1);
    CHECK(statistics[0].packets_to_access == 1);
}

TEST_CASE("AGW-03: a stranger's check is refused, another stream's index is dropped") {
    Host host;
    host.check("nobody", "no-password-at-all-for-it");
    CHECK(host.sink.count(iq::EventKind::ice_connected) == 0);
    CHECK(host.sink.access.size() == 1);  // 401
    auto octets = Bench::rtp(0x60, 9, 160, 3);
    octets.resize(octets.size() + SessionEngine::tail_octets);
    Packet packet{octets.data(), octets.size() - SessionEngine::tail_octets, octets.size()};
    host.session->receive_core(1, CorePort::rtp, packet, host.phone, host.now);
    CHECK(host.sink.access.size() == 1);
}

TEST_CASE("AGW-05: the deadline leads to the loss of consent") {
    Host host(std::chrono::seconds(5));
    const auto local = host.session->local();
    host.check(local.ice.ufrag, local.ice.pwd);
    host.shake_hands();
    for (int i = 0; i < 50 && host.sink.count(iq::EventKind::consent_lost) == 0; ++i) {
        const auto next = host.session->deadline();
        REQUIRE(next.has_value());
        host.now = std::max(host.now, *next);
        host.session->handle_time(host.now);
    }
    CHECK(host.sink.count(iq::EventKind::consent_lost) == 1);
    CHECK(host.now < TimePoint(std::chrono::seconds(106)));
}

TEST_CASE("a request without a stream opens no session") {
    Host host;
    const auto refused = host.engine->open({}, host.sink, host.now);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == ErrorKind::usage);
}
