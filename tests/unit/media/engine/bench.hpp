// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "media/dtls/association.hpp"
#include "media/engine/context.hpp"
#include "media/engine/dispatcher.hpp"
#include "media/ice/stun_writer.hpp"
#include "media/rtp/octets.hpp"
#include "support/recording_host.hpp"
#include "support/srtp_backend.hpp"

namespace wims::test {

using namespace wims::media;
using Octets = std::vector<std::uint8_t>;

inline IpEndpoint endpoint(const char* ip, std::uint16_t port) { return *IpEndpoint::from({ip, port}); }

/// What the engine sent and said, in order.
struct Sink final : SessionOutput {
    struct ToAccess {
        Octets octets;
        IpEndpoint to;
    };
    struct ToCore {
        std::size_t stream;
        CorePort port;
        Octets octets;
        IpEndpoint to;
    };
    void send_access(std::span<const std::uint8_t> datagram, const IpEndpoint& to) override {
        if (deaf) return void(++unheard);
        access.push_back({{datagram.begin(), datagram.end()}, to});
    }
    void send_core(std::size_t stream, CorePort port, std::span<const std::uint8_t> datagram,
                   const IpEndpoint& to) override {
        if (deaf) return void(++unheard);
        core.push_back({stream, port, {datagram.begin(), datagram.end()}, to});
    }
    void event(iq::EventKind kind, std::string detail) override {
        events.push_back(kind);
        details.push_back(std::move(detail));
    }
    std::size_t count(iq::EventKind kind) const {
        return static_cast<std::size_t>(std::count(events.begin(), events.end(), kind));
    }

    bool deaf = false;  // counts and keeps nothing
    std::size_t unheard = 0;
    std::vector<ToAccess> access;
    std::vector<ToCore> core;
    std::vector<iq::EventKind> events;
    std::vector<std::string> details;
};

/// One context on a gateway without sockets, and a WIC and a phone made of a few lines each, in virtual time.
struct Bench {
    struct Wishes {
        w3::DtlsRole gateway_role = w3::DtlsRole::server;
        bool remote_known = true;
        bool wrong_fingerprint = false;
        bool video = false;
        ConsentMode consent = ConsentMode::answer;
        iq::ThroughConnection through = {};
        iq::Feedback access_feedback = {};  // of the video
        iq::Feedback core_feedback = {};
        std::vector<iq::PayloadMapping> payloads{{8, 8, "PCMA", 8000}, {111, 96, "opus", 48000}};
    };

    Bench() : Bench(Wishes{}) {}
    explicit Bench(Wishes w) : wishes(std::move(w)) {
        const WallTime civil(std::chrono::seconds(1'790'000'000));
        gateway_dtls = std::move(*dtls::Endpoint::create(civil));
        wic_dtls = std::move(*dtls::Endpoint::create(civil));
        backend = std::move(*srtp::make_backend(srtp_backend));
        shared.reset(new engine::Shared{*gateway_dtls, *backend, host});
        shared->consent = wishes.consent;
        iq::ReserveRequest request;
        request.trail = TrailId::from("0123456789abcdef0123456789abcdef");
        request.streams = {spec()};
        if (wishes.video) request.streams.push_back(video_spec());
        if (wishes.remote_known) request.access_remote = remote();
        REQUIRE(engine::Context::check(request).ok());
        context = std::make_unique<engine::Context>(*shared, request,
                                                    w3::IceCredentials{"gwufrag00001", "gateway-password-24-xxxx"},
                                                    Logger(host, "ims-agw").with(request.trail), sink, now);
        dispatcher.add(*context);
    }

    iq::StreamSpec spec() const {
        iq::StreamSpec stream;
        stream.through = wishes.through;
        stream.payloads = wishes.payloads;
        stream.core_remote = iq::CoreRemote{phone_rtp.text(), phone_rtcp.text()};
        return stream;
    }
    iq::StreamSpec video_spec() const {
        iq::StreamSpec stream;
        stream.id = 1;
        stream.media = iq::MediaType::video;
        stream.payloads = {{102, 97, "H264", 90000}};
        stream.access_feedback = wishes.access_feedback;
        stream.core_feedback = wishes.core_feedback;
        if (wishes.access_feedback.transport_cc)
            stream.extensions = {{"http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", 3, 0}};
        stream.core_remote = iq::CoreRemote{{"198.51.100.4", 4002}, {"198.51.100.4", 4003}};
        return stream;
    }
    iq::AccessRemote remote() const {
        iq::AccessRemote r;
        r.transport.ice = {"wicu", "wic-password-of-24-chars"};
        r.transport.fingerprints = {(wishes.wrong_fingerprint ? *gateway_dtls : *wic_dtls).fingerprint()};
        r.gateway_role = wishes.gateway_role;
        return r;
    }

    // ---- the WIC

    engine::Dispatcher::Outcome from_wic(Octets octets, const IpEndpoint& from) {
        const std::size_t size = octets.size();
        octets.resize(size + 64);
        Packet packet{octets.data(), size, octets.size()};
        return dispatcher.receive(packet, from, now);
    }
    engine::Dispatcher::Outcome check(const IpEndpoint& from, bool nominate = true,
                                      const char* password = "gateway-password-24-xxxx",
                                      const char* user = "gwufrag00001:wicu") {
        return from_wic(check_octets(nominate, password, user), from);
    }
    static Octets check_octets(bool nominate = true, const char* password = "gateway-password-24-xxxx",
                               const char* user = "gwufrag00001:wicu") {
        ice::StunWriter writer(ice::StunType::binding_request, {1, 2, 3});
        writer.add_text(ice::StunAttribute::username, user);
        writer.add_u32(ice::StunAttribute::priority, 99);
        writer.add_u64(ice::StunAttribute::ice_controlling, 1);
        if (nominate) writer.add(ice::StunAttribute::use_candidate, {});
        writer.add_integrity(password);
        writer.add_fingerprint();
        return {writer.octets().begin(), writer.octets().end()};
    }
    void start_dtls() {
        const bool gateway_is_server = wishes.gateway_role == w3::DtlsRole::server;
        wic_association = std::make_unique<dtls::Association>(
            *wic_dtls, gateway_is_server ? w3::DtlsRole::client : w3::DtlsRole::server,
            std::vector{gateway_dtls->fingerprint()});
        wic_association->start();
    }
    void exchange_dtls() {
        for (int round = 0; round < 20; ++round) {
            const auto mine = wic_association->take_outgoing();
            for (const auto& datagram : mine) from_wic(datagram, wic);
            const std::size_t before = seen;
            for (; seen < sink.access.size(); ++seen)
                if (engine::classify(sink.access[seen].octets) == engine::PacketKind::dtls)
                    wic_association->receive(sink.access[seen].octets);
            if (mine.empty() && before == seen) break;
        }
        if (wic_association->keys()) wic_srtp = std::move(*backend->create(*wic_association->keys()));
    }
    void connect() {
        check(wic);
        start_dtls();
        exchange_dtls();
    }

    static Octets rtp(std::uint8_t type, std::uint16_t sequence, std::uint32_t timestamp, std::uint32_t ssrc,
                      std::string_view payload = "payload octets") {
        Octets octets(12);
        octets[0] = 0x80;
        octets[1] = type;
        put_u16(&octets[2], sequence);
        put_u32(&octets[4], timestamp);
        put_u32(&octets[8], ssrc);
        octets.insert(octets.end(), payload.begin(), payload.end());
        return octets;
    }
    Octets protect(Octets octets, bool rtcp = false) {
        const std::size_t size = octets.size();
        octets.resize(size + 64);
        Packet packet{octets.data(), size, octets.size()};
        REQUIRE((rtcp ? wic_srtp->protect_rtcp(packet) : wic_srtp->protect_rtp(packet)) == srtp::Verdict::good);
        octets.resize(packet.size);
        return octets;
    }
    /// What the WIC understands of the last datagram sent to it.
    Octets heard_by_wic(bool rtcp = false) {
        REQUIRE_FALSE(sink.access.empty());
        Octets octets = sink.access.back().octets;
        Packet packet{octets.data(), octets.size(), octets.size()};
        REQUIRE((rtcp ? wic_srtp->unprotect_rtcp(packet) : wic_srtp->unprotect_rtp(packet)) == srtp::Verdict::good);
        octets.resize(packet.size);
        return octets;
    }

    // ---- the phone

    void from_phone(Octets octets, CorePort port = CorePort::rtp, const IpEndpoint* from = nullptr,
                    std::size_t stream = 0) {
        const std::size_t size = octets.size();
        octets.resize(size + 64);
        Packet packet{octets.data(), size, octets.size()};
        const IpEndpoint& usual = port == CorePort::rtp ? phone_rtp : phone_rtcp;
        context->receive_core(stream, port, packet, from != nullptr ? *from : usual, now);
    }

    void pass(Duration span) {
        const TimePoint end = now + span;
        for (int i = 0; i < 1000; ++i) {
            const auto next = context->deadline();
            if (!next || *next > end) break;
            now = std::max(now, *next);
            context->handle_time(now);
        }
        now = end;
    }

    const Wishes wishes;
    const IpEndpoint wic = endpoint("192.0.2.7", 50000);
    const IpEndpoint phone_rtp = endpoint("198.51.100.4", 4000);
    const IpEndpoint phone_rtcp = endpoint("198.51.100.4", 4001);
    TimePoint now{std::chrono::seconds(100)};
    RecordingHost host;
    Sink sink;
    std::unique_ptr<dtls::Endpoint> gateway_dtls, wic_dtls;
    std::unique_ptr<srtp::Backend> backend;
    std::unique_ptr<engine::Shared> shared;
    std::unique_ptr<engine::Context> context;
    engine::Dispatcher dispatcher{host};
    std::unique_ptr<dtls::Association> wic_association;
    std::unique_ptr<srtp::Session> wic_srtp;
    std::size_t seen = 0;
};

}  // namespace wims::test
