// SPDX-License-Identifier: Apache-2.0
// Retransmission in virtual time, and what a re-INVITE with another fingerprint or tls-id does. [RFC 8842]
#include "bench.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::test;
using namespace std::chrono_literals;
using iq::EventKind;

namespace {

struct Call : Bench {
    explicit Call(w3::DtlsRole role = w3::DtlsRole::server) : Bench({.gateway_role = role}) { connect(); }

    void configure(std::vector<w3::Fingerprint> fingerprints, std::string tls_id = {}) {
        iq::ConfigureRequest request;
        request.access_remote = remote();
        request.access_remote->transport.fingerprints = std::move(fingerprints);
        request.access_remote->transport.tls_id = std::move(tls_id);
        REQUIRE(dispatcher.configure(*context, request, now).ok());
    }
    /// Another page has the call now: another certificate.
    void become_another() {
        wic_dtls = std::move(*dtls::Endpoint::create(WallTime(std::chrono::seconds(1'790'000'000))));
        start_dtls();
    }
    bool heard_by_core(Octets protected_rtp) {
        const std::size_t before = sink.core.size();
        from_wic(std::move(protected_rtp), wic);
        return sink.core.size() == before + 1;
    }
    bool wic_hears_phone() {
        ++phone_sequence;
        from_phone(rtp(8, phone_sequence, 160u * phone_sequence, 9));
        Octets octets = sink.access.back().octets;
        Packet packet{octets.data(), octets.size(), octets.size()};
        return wic_srtp->unprotect_rtp(packet) == srtp::Verdict::good;
    }
    std::size_t dtls_sent() const {
        return static_cast<std::size_t>(std::count_if(sink.access.begin(), sink.access.end(), [](const auto& sent) {
            return engine::classify(sent.octets) == engine::PacketKind::dtls;
        }));
    }
    std::uint16_t phone_sequence = 0;
};

constexpr w3::DtlsRole roles[] = {w3::DtlsRole::server, w3::DtlsRole::client};

}  // namespace

TEST_CASE("AGW-02: a lost flight goes out again after 250 ms, 500 ms and so on, by the engine's time alone") {
    for (const auto role : roles) {
        Bench bench({.gateway_role = role});
        bench.check(bench.wic);
        bench.start_dtls();
        for (auto& datagram : bench.wic_association->take_outgoing()) bench.from_wic(std::move(datagram), bench.wic);
        const std::size_t flight = bench.sink.access.size() - 1;  // less the check's answer
        REQUIRE(flight > 0);
        std::size_t sent = bench.sink.access.size();
        for (const auto wait : {250ms, 500ms, 1000ms}) {
            bench.pass(wait - 1ms);
            CHECK(bench.sink.access.size() == sent);
            bench.pass(1ms);
            CHECK(bench.sink.access.size() == sent + flight);
            sent = bench.sink.access.size();
        }
        bench.seen = bench.sink.access.size() - flight;  // all but the last were lost
        bench.exchange_dtls();
        CHECK(bench.sink.count(EventKind::dtls_established) == 1);
        sent = bench.sink.access.size();
        bench.pass(20s);
        CHECK(bench.sink.access.size() == sent);
    }
}

TEST_CASE("AGW-02: a re-INVITE with another fingerprint shakes hands again, and only the new end is heard") {
    for (const auto role : roles) {
        Call call(role);
        CHECK(call.heard_by_core(call.protect(Bench::rtp(8, 1, 160, 5))));
        auto old_srtp = std::move(call.wic_srtp);
        call.wic_srtp.reset();

        call.become_another();
        call.configure({call.wic_dtls->fingerprint()});
        call.exchange_dtls();
        REQUIRE(call.wic_srtp);
        CHECK(call.sink.count(EventKind::dtls_established) == 2);
        CHECK(call.heard_by_core(call.protect(Bench::rtp(8, 700, 320, 6))));
        const auto& lines = call.sink.core;
        CHECK(get_u16(&lines[1].octets[2]) == static_cast<std::uint16_t>(get_u16(&lines[0].octets[2]) + 1));
        CHECK(call.wic_hears_phone());

        call.wic_srtp = std::move(old_srtp);
        CHECK_FALSE(call.heard_by_core(call.protect(Bench::rtp(8, 2, 320, 5))));
        CHECK(call.host.counted("agw.srtp_unauthentic") == 1);
    }
}

TEST_CASE("AGW-02: media go on under the old keys until the new hands are shaken") {
    Call call;
    call.configure({call.wic_dtls->fingerprint()}, "tls-id-one-of-20-octets");
    CHECK(call.sink.count(EventKind::dtls_established) == 1);  // the first tls-id is no other one
    call.configure({call.wic_dtls->fingerprint()}, "tls-id-two-of-20-octets");
    CHECK(call.heard_by_core(call.protect(Bench::rtp(8, 1, 160, 5))));
    CHECK(call.wic_hears_phone());
    call.start_dtls();
    call.exchange_dtls();
    CHECK(call.sink.count(EventKind::dtls_established) == 2);
    CHECK(call.heard_by_core(call.protect(Bench::rtp(8, 2, 320, 5))));
}

TEST_CASE("AGW-15: another tls-id of the same end: roll-over counters go on both ways") {
    Call call;
    call.configure({call.wic_dtls->fingerprint()}, "tls-id-one-of-20-octets");
    for (std::uint16_t sequence = 65500; sequence != 20; ++sequence) {
        REQUIRE(call.heard_by_core(call.protect(Bench::rtp(8, sequence, 160, 5))));
    }
    auto before = std::move(call.wic_srtp);
    call.wic_srtp.reset();
    call.configure({call.wic_dtls->fingerprint()}, "tls-id-two-of-20-octets");
    call.start_dtls();
    call.exchange_dtls();
    REQUIRE(before->rekey(*call.wic_association->keys()).ok());
    call.wic_srtp = std::move(before);
    CHECK(call.heard_by_core(call.protect(Bench::rtp(8, 20, 160, 5))));
    CHECK(call.wic_hears_phone());
}

TEST_CASE("AGW-07: hands shaken again with a wrong certificate end the media of before as well") {
    Call call;
    const auto announced = std::move(*dtls::Endpoint::create(WallTime(std::chrono::seconds(1'790'000'000))));
    call.configure({announced->fingerprint()});
    const auto late = call.protect(Bench::rtp(8, 1, 160, 5));
    call.start_dtls();
    call.exchange_dtls();
    CHECK(call.sink.count(EventKind::dtls_failed) == 1);
    CHECK_FALSE(call.heard_by_core(late));
}

TEST_CASE("AGW-02: no new handshake in time is dtls_failed, and after it or after close_notify another may follow") {
    Call call;
    call.become_another();
    call.configure({call.wic_dtls->fingerprint()});
    call.check(call.wic);
    call.pass(10s);
    CHECK(call.sink.count(EventKind::dtls_failed) == 1);

    call.become_another();
    call.configure({call.wic_dtls->fingerprint()});
    call.exchange_dtls();
    CHECK(call.sink.count(EventKind::dtls_established) == 2);
    CHECK(call.wic_hears_phone());

    call.wic_association->close();
    for (auto& datagram : call.wic_association->take_outgoing()) call.from_wic(std::move(datagram), call.wic);
    CHECK(call.sink.events.back() == EventKind::dtls_closed);
    const auto sent = call.dtls_sent();
    call.become_another();
    call.configure({call.wic_dtls->fingerprint()});
    call.exchange_dtls();
    CHECK(call.dtls_sent() > sent);
    CHECK(call.sink.count(EventKind::dtls_established) == 3);
    CHECK(call.wic_hears_phone());
}
