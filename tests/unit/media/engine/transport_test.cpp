// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "bench.hpp"

using namespace wims;
using namespace wims::test;
using iq::EventKind;

TEST_CASE("AGW-02: check, handshake, media: in both DTLS roles") {
    for (const auto role : {w3::DtlsRole::server, w3::DtlsRole::client}) {
        Bench::Wishes wishes;
        wishes.gateway_role = role;
        Bench bench(wishes);
        bench.connect();
        CHECK(bench.sink.events == std::vector{EventKind::ice_connected, EventKind::dtls_established});
        REQUIRE(bench.wic_srtp);
        bench.from_wic(bench.protect(Bench::rtp(8, 1, 160, 5)), bench.wic);
        CHECK(bench.sink.core.size() == 1);
        for (const auto& line : bench.host.lines()) CHECK(line.trail == "0123456789abcdef0123456789abcdef");
    }
}

TEST_CASE("AGW-04: nothing at all is sent to an address before a valid check from it") {
    Bench::Wishes wishes;
    wishes.gateway_role = w3::DtlsRole::client;
    Bench bench(wishes);
    bench.pass(std::chrono::seconds(40));
    bench.from_phone(Bench::rtp(8, 1, 160, 9));
    bench.start_dtls();
    bench.from_wic(Octets(60, 22), bench.wic);
    bench.from_wic(Bench::rtp(8, 1, 160, 5), bench.wic);
    CHECK(bench.sink.access.empty());
    CHECK(bench.sink.core.empty());
    CHECK(bench.sink.events.empty());
    CHECK(bench.host.counted("agw.unbound_source") == 2);
    bench.check(bench.wic, true, "wrong-password-of-24-xxx");
    CHECK(bench.sink.access.size() == 1);  // the 401, no ClientHello
    CHECK(bench.host.counted("agw.checks_refused") == 1);
    bench.check(bench.wic);
    CHECK(bench.sink.access.size() > 2);
    for (const auto& sent : bench.sink.access) CHECK(sent.to == bench.wic);
}

TEST_CASE("AGW-03: a check for nobody is refused and binds nothing") {
    Bench bench;
    const auto outcome = bench.check(bench.wic, true, "gateway-password-24-xxxx", "nobodyknows1:wicu");
    CHECK(outcome.context == nullptr);
    REQUIRE(outcome.refusal);
    CHECK(ice::StunMessage::parse(outcome.refusal->octets())->error == 401);
    CHECK(bench.sink.access.empty());
}

TEST_CASE("AGW-06: octets 4-19, 64-127 and 192-255 are dropped, counted and not answered") {
    Bench bench;
    bench.connect();
    const auto before = bench.sink.access.size();
    std::mt19937 random(7983);
    std::uint64_t sent = 0;
    for (int first = 0; first < 256; ++first) {
        const bool stray = (first >= 4 && first <= 19) || (first >= 64 && first <= 127) || first >= 192;
        if (!stray) continue;
        for (std::size_t size : {1, 2, 20, 200}) {
            Octets octets(size);
            for (auto& octet : octets) octet = static_cast<std::uint8_t>(random());
            octets[0] = static_cast<std::uint8_t>(first);
            bench.from_wic(octets, bench.wic);
            ++sent;
        }
    }
    bench.from_wic({}, bench.wic);
    CHECK(bench.sink.access.size() == before);
    CHECK(bench.sink.core.empty());
    CHECK(bench.host.counted("agw.demux_unknown") == sent + 1);
}

TEST_CASE("AGW-06: RTCP is what has types 192 to 223") {
    for (int second = 0; second < 256; ++second) {
        const Octets octets{0x80, static_cast<std::uint8_t>(second)};
        CHECK((engine::classify(octets) == engine::PacketKind::rtcp) == (second >= 192 && second <= 223));
    }
}

TEST_CASE("AGW-07: a wrong certificate: dtls_failed, no media either way") {
    Bench::Wishes wishes;
    wishes.wrong_fingerprint = true;
    Bench bench(wishes);
    bench.connect();
    REQUIRE(bench.sink.count(EventKind::dtls_failed) == 1);
    CHECK(bench.sink.details.back() == "the certificate has none of the announced fingerprints");
    CHECK(bench.wic_association->state() == dtls::State::failed);
    const auto before = bench.sink.access.size();
    bench.from_wic(Bench::rtp(8, 1, 160, 5), bench.wic);
    bench.from_phone(Bench::rtp(8, 1, 160, 9));
    CHECK(bench.sink.core.empty());
    CHECK(bench.sink.access.size() == before);
    bench.pass(std::chrono::seconds(20));
    CHECK(bench.sink.count(EventKind::dtls_failed) == 1);
}

TEST_CASE("AGW-02: a close_notify before the handshake is done ends it once, and no deadline stays behind") {
    Bench bench;
    bench.check(bench.wic);
    bench.from_wic({21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0}, bench.wic);
    REQUIRE(bench.sink.count(EventKind::dtls_closed) == 1);
    bench.pass(std::chrono::seconds(20));
    bench.context->handle_time(bench.now);
    const auto next = bench.context->deadline();
    REQUIRE(next);
    CHECK(*next > bench.now);  // a deadline in the past would keep the worker spinning
    CHECK(bench.sink.events == std::vector{EventKind::ice_connected, EventKind::dtls_closed});
}

TEST_CASE("AGW-02: no handshake within the set-up time is dtls_failed") {
    Bench bench;
    bench.check(bench.wic);
    bench.pass(std::chrono::milliseconds(9999));
    CHECK(bench.sink.count(EventKind::dtls_failed) == 0);
    bench.pass(std::chrono::milliseconds(2));
    CHECK(bench.sink.count(EventKind::dtls_failed) == 1);
    CHECK(bench.sink.details.back() == "no handshake in time");
}

TEST_CASE("AGW-05: checks keep consent; 30 s without one end all sending, said once") {
    Bench bench;
    bench.connect();
    for (int i = 0; i < 20; ++i) {
        bench.pass(std::chrono::seconds(25));
        bench.check(bench.wic);
    }
    CHECK(bench.sink.count(EventKind::consent_lost) == 0);
    bench.pass(std::chrono::milliseconds(29'999));
    CHECK(bench.sink.count(EventKind::consent_lost) == 0);
    bench.pass(std::chrono::milliseconds(1));
    CHECK(bench.sink.count(EventKind::consent_lost) == 1);
    const auto before = bench.sink.access.size();
    bench.from_phone(Bench::rtp(8, 1, 160, 9));
    bench.check(bench.wic);
    bench.pass(std::chrono::minutes(5));
    bench.context->release();
    CHECK(bench.sink.access.size() == before);
    CHECK(bench.sink.count(EventKind::consent_lost) == 1);
}

TEST_CASE("AGW-05: media, DTLS and forged checks do not keep consent") {
    Bench bench;
    bench.connect();
    for (std::uint16_t i = 0; i < 30; ++i) {
        bench.pass(std::chrono::seconds(1));
        bench.from_wic(bench.protect(Bench::rtp(8, i, 160, 5)), bench.wic);
        bench.check(bench.wic, true, "wrong-password-of-24-xxx");
    }
    CHECK(bench.sink.count(EventKind::consent_lost) == 1);
}

TEST_CASE("AGW-04: the WIC's new address is used once a check from it is nominated") {
    Bench bench;
    bench.connect();
    const auto moved = endpoint("192.0.2.7", 50001);
    bench.from_wic(bench.protect(Bench::rtp(8, 1, 160, 5)), moved);
    CHECK(bench.sink.core.empty());
    bench.check(moved);
    bench.from_wic(bench.protect(Bench::rtp(8, 2, 320, 5)), moved);
    CHECK(bench.sink.core.size() == 1);
    bench.from_phone(Bench::rtp(8, 1, 160, 9));
    CHECK(bench.sink.access.back().to == moved);
}

TEST_CASE("AGW-02: datagrams before the fingerprint is known wait: four, three seconds") {
    Bench::Wishes wishes;
    wishes.remote_known = false;
    Bench bench(wishes);
    bench.check(bench.wic);
    bench.start_dtls();
    const auto hello = bench.wic_association->take_outgoing();
    for (const auto& datagram : hello) bench.from_wic(datagram, bench.wic);
    CHECK(bench.host.counted("agw.early_parked") == hello.size());
    CHECK(bench.sink.access.size() == 1);  // the check's answer
    bench.now += std::chrono::seconds(2);
    iq::ConfigureRequest configure;
    configure.access_remote = bench.remote();
    REQUIRE(bench.context->configure(configure, bench.now).ok());
    bench.exchange_dtls();
    CHECK(bench.sink.count(EventKind::dtls_established) == 1);

    Bench late(wishes);
    late.check(late.wic);
    for (int i = 0; i < 6; ++i) late.from_wic(Octets(50, 22), late.wic);
    CHECK(late.host.counted("agw.early_parked") == 4);
    CHECK(late.host.counted("agw.early_dropped") == 2);
    late.now += std::chrono::milliseconds(3001);
    late.from_wic(Octets(50, 22), late.wic);
    CHECK(late.host.counted("agw.early_parked") == 5);
}

TEST_CASE("AGW-02: SRTP that overtakes the end of the handshake is not lost") {
    Bench::Wishes wishes;
    wishes.gateway_role = w3::DtlsRole::client;
    Bench bench(wishes);
    bench.check(bench.wic);
    bench.start_dtls();
    // Run the handshake, but hold the WIC's last flight back.
    std::vector<Octets> last;
    for (int round = 0; round < 20 && !bench.wic_association->keys(); ++round) {
        for (; bench.seen < bench.sink.access.size(); ++bench.seen)
            if (engine::classify(bench.sink.access[bench.seen].octets) == engine::PacketKind::dtls)
                bench.wic_association->receive(bench.sink.access[bench.seen].octets);
        auto flight = bench.wic_association->take_outgoing();
        if (bench.wic_association->keys()) last = std::move(flight);
        else
            for (auto& datagram : flight) bench.from_wic(std::move(datagram), bench.wic);
    }
    REQUIRE(bench.wic_association->keys());
    bench.wic_srtp = std::move(*bench.backend->create(*bench.wic_association->keys()));
    bench.from_wic(bench.protect(Bench::rtp(8, 1, 160, 5)), bench.wic);
    CHECK(bench.sink.core.empty());
    for (auto& datagram : last) bench.from_wic(std::move(datagram), bench.wic);
    CHECK(bench.sink.count(EventKind::dtls_established) == 1);
    CHECK(bench.sink.core.size() == 1);
}

TEST_CASE("AGW-02: the WIC's close_notify is an event and ends the media; release says good-bye") {
    Bench bench;
    bench.connect();
    bench.wic_association->close();
    for (auto& datagram : bench.wic_association->take_outgoing()) bench.from_wic(std::move(datagram), bench.wic);
    CHECK(bench.sink.events.back() == EventKind::dtls_closed);
    const auto before = bench.sink.access.size();
    bench.from_phone(Bench::rtp(8, 1, 160, 9));
    CHECK(bench.sink.access.size() == before);

    Bench other;
    other.connect();
    other.context->release();
    other.wic_association->receive(other.sink.access.back().octets);
    CHECK(other.wic_association->state() == dtls::State::closed);
}

TEST_CASE("AGW-07: input that cannot be used is refused and changes nothing") {
    Bench bench;
    bench.connect();
    iq::ConfigureRequest request;
    request.access_remote = bench.remote();
    request.access_remote->transport.fingerprints = {{"md5", "00"}};
    CHECK(bench.context->configure(request, bench.now).error().status == 488);
    request.access_remote.reset();
    iq::StreamSpec unknown = bench.spec();
    unknown.id = 7;
    request.streams = {bench.spec(), unknown};
    request.streams[0].through = {false, false};
    CHECK(bench.context->configure(request, bench.now).error().kind == ErrorKind::not_found);
    bench.from_wic(bench.protect(Bench::rtp(8, 1, 160, 5)), bench.wic);
    CHECK(bench.sink.core.size() == 1);
}

TEST_CASE("AGW-06: 20,000 damaged datagrams of every kind on a living call: it lives on") {
    Bench bench;
    bench.connect();
    std::mt19937 random(20);
    std::vector<Octets> seeds;
    for (const auto& sent : bench.sink.access) seeds.push_back(sent.octets);
    for (std::uint16_t i = 0; i < 8; ++i) seeds.push_back(bench.protect(Bench::rtp(8, i, 160, 5)));
    const auto core_before = bench.sink.core.size();
    for (int i = 0; i < 20000; ++i) {
        Octets damaged = seeds[random() % seeds.size()];
        for (unsigned k = 0; k <= random() % 3; ++k)
            damaged[random() % damaged.size()] ^= static_cast<std::uint8_t>(1 + random() % 255);
        if (random() % 4 == 0) damaged.resize(1 + random() % damaged.size());
        bench.from_wic(damaged, bench.wic);
    }
    CHECK(bench.sink.core.size() == core_before);
    bench.from_wic(bench.protect(Bench::rtp(8, 100, 160, 5)), bench.wic);
    CHECK(bench.sink.core.size() == core_before + 1);
}
