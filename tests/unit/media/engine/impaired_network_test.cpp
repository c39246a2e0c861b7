// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <set>

#include "impaired_call.hpp"
#include "media/rtcp/generic_nack.hpp"
#include "media/rtp/header.hpp"

using namespace wims;
using namespace wims::test;
using iq::EventKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::uint8_t pcma = 8, h264 = 102, video_on_core = 97;
constexpr std::uint32_t wic_ssrc = 600, phone_ssrc = 900;

Impairments losing(double share) {
    Impairments network;
    network.loss = share;
    network.delay = milliseconds(25);
    network.jitter = milliseconds(10);
    return network;
}

/// What a mobile network does on a bad day, without losing too much to talk.
Impairments bad_day() {
    Impairments network = losing(0.03);
    network.bursts = Impairments::Bursts{0.01, 0.3, 0.8};
    network.duplication = 0.02;
    network.reordering = 0.05;
    return network;
}

std::uint16_t sequence_of(const Octets& octets) { return get_u16(&octets[2]); }

ImpairedCall::Wishes with_role(w3::DtlsRole role) {
    ImpairedCall::Wishes wishes;
    wishes.gateway_role = role;
    return wishes;
}

/// Checks and handshake are over; then the network is what the test says, in the direction it says.
struct EstablishedCall : ImpairedCall {
    explicit EstablishedCall(Wishes wishes) : ImpairedCall(std::move(wishes), {}, 1) {
        REQUIRE(run_until([&] { return established(); }, seconds(1)));
    }
    void network(const Impairments& upwards, const Impairments& downwards, std::uint64_t seed) {
        to_gateway = ImpairedPath(upwards, seed);
        to_wic = ImpairedPath(downwards, seed + 1);
    }
};

}  // namespace

TEST_CASE("AGW-07: with 30 % of all datagrams lost, hands are shaken within the time that is given, in either role") {
    for (const auto role : {w3::DtlsRole::server, w3::DtlsRole::client}) {
        for (std::uint64_t seed = 1; seed <= 25; ++seed) {
            CAPTURE(role);
            CAPTURE(seed);
            ImpairedCall call(with_role(role), losing(0.3), seed);
            CHECK(call.run_until([&] { return call.established(); }, seconds(10)));
            CHECK(call.sink.count(EventKind::dtls_failed) == 0);
            CHECK(call.sink.count(EventKind::dtls_established) == 1);
        }
    }
}

TEST_CASE("AGW-07: reordered and doubled flights are one handshake") {
    Impairments network = losing(0);
    network.reordering = 0.5;
    network.duplication = 0.5;
    for (const auto role : {w3::DtlsRole::server, w3::DtlsRole::client}) {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            CAPTURE(seed);
            ImpairedCall call(with_role(role), network, seed);
            CHECK(call.run_until([&] { return call.established(); }, seconds(3)));
            call.run(seconds(5));
            CHECK(call.sink.count(EventKind::dtls_established) == 1);
            CHECK(call.sink.count(EventKind::dtls_closed) == 0);
        }
    }
}

TEST_CASE("AGW-03 AGW-04: of checks that are mostly lost one binds, and it is told once") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        ImpairedCall call({}, losing(0.7), seed);
        CHECK(call.run_until([&] { return call.answered; }, seconds(10)));
        CHECK(call.sink.count(EventKind::ice_connected) == 1);
        CHECK(call.context->ice().selected() == call.wic);
    }
}

TEST_CASE("AGW-15: what reaches the gateway of a WIC's audio reaches the core once, over the wrap of its numbers") {
    EstablishedCall call({});
    call.network(bad_day(), {}, 11);
    std::uint32_t sent = 0;
    for (std::uint16_t sequence = 64000; sent < 4000; ++sequence, ++sent) {
        call.wic_sends(call.protect(Bench::rtp(pcma, sequence, sent * 160, wic_ssrc)));
        call.run(milliseconds(20));
    }
    call.run(seconds(1));
    std::set<std::uint16_t> heard;
    std::size_t media = 0;
    for (const auto& each : call.sink.core) {
        if (each.port != CorePort::rtp) continue;
        ++media;
        heard.insert(sequence_of(each.octets));
    }
    const auto& fates = call.to_gateway.fates();
    CHECK(fates.lost > 100);
    CHECK(fates.held_back > 100);
    CHECK(media == heard.size());
    CHECK(media + fates.lost >= sent);  // the lost ones may be checks
    CHECK(call.host.counted("agw.srtp_unauthentic") == 0);
    CHECK(call.host.counted("agw.srtp_replayed") == fates.duplicated);
}

TEST_CASE("AGW-15: what reaches the WIC of a phone's audio it can decrypt, over the wrap of its numbers") {
    EstablishedCall call({});
    call.network({}, bad_day(), 12);
    std::size_t good = 0, replayed = 0, others = 0;
    call.on_media = [&](Octets octets) {
        if (engine::classify(octets) != engine::PacketKind::rtp) return;
        Packet packet{octets.data(), octets.size(), octets.size()};
        const auto verdict = call.wic_srtp->unprotect_rtp(packet);
        ++(verdict == srtp::Verdict::good ? good : verdict == srtp::Verdict::replayed ? replayed : others);
    };
    // Sixteen numbers a packet, as if the phone's own network had lost the rest: the wrap comes soon, whatever the
    // gateway's first number is.
    const std::uint32_t packets = 2 * 65536 / 16;
    for (std::uint32_t i = 0; i < packets; ++i) {
        call.from_phone(Bench::rtp(pcma, static_cast<std::uint16_t>(16 * i), 160 * 16 * i, phone_ssrc));
        call.run(milliseconds(20));
    }
    call.run(seconds(1));
    CHECK(others == 0);
    CHECK(good + call.to_wic.fates().lost >= packets);
    CHECK(good > packets / 10 * 8);
    CHECK(replayed > 0);
}

namespace {

struct VideoOnBadDay : EstablishedCall {
    VideoOnBadDay() : EstablishedCall(wishes_with_video()) {}
    static Wishes wishes_with_video() {
        Wishes w;
        w.video = true;
        w.access_feedback = w.core_feedback = {true, true, true};
        return w;
    }
    const IpEndpoint video_phone = endpoint("198.51.100.4", 4002);
};

}  // namespace

TEST_CASE("VID-06: the WIC's NACKs repair the phone's video on a bad day") {
    VideoOnBadDay call;
    call.network(losing(0.02), losing(0.1), 13);
    std::set<std::uint16_t> heard, wanted;
    std::uint32_t gateway_ssrc = 0;
    std::optional<std::uint16_t> highest;
    call.on_media = [&](Octets octets) {
        Packet packet{octets.data(), octets.size(), octets.size()};
        if (engine::classify(octets) != engine::PacketKind::rtp ||
            call.wic_srtp->unprotect_rtp(packet) != srtp::Verdict::good)
            return;
        const std::uint16_t sequence = sequence_of(octets);
        gateway_ssrc = get_u32(&octets[8]);
        heard.insert(sequence);
        wanted.erase(sequence);
        if (highest)
            for (std::uint16_t gap = static_cast<std::uint16_t>(*highest + 1);
                 static_cast<std::int16_t>(sequence - gap) > 0; ++gap)
                wanted.insert(gap);
        if (!highest || static_cast<std::int16_t>(sequence - *highest) > 0) highest = sequence;
    };
    const std::uint16_t packets = 2000;
    for (std::uint16_t i = 0; i < packets; ++i) {
        call.from_phone(Bench::rtp(video_on_core, i, i * 3000u, phone_ssrc), CorePort::rtp, &call.video_phone, 1);
        call.run(milliseconds(10));
        if (i % 10 != 9 || wanted.empty()) continue;
        std::array<std::uint8_t, 500> out{};
        const std::vector<std::uint16_t> asked(wanted.begin(), wanted.end());
        const auto size = rtcp::write_nack(out, wic_ssrc, gateway_ssrc, asked);
        call.wic_sends(call.protect({out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)}, true));
    }
    CHECK(call.to_wic.fates().lost > 150);
    CHECK(call.host.counted("agw.packets_repeated") > 150);
    CHECK(heard.size() > packets - 10u);
}

TEST_CASE("VID-03: the gateway's NACKs repair the WIC's video on a bad day") {
    VideoOnBadDay call;
    call.network(losing(0.05), losing(0.02), 14);
    std::map<std::uint16_t, Octets> sent;
    call.on_media = [&](Octets octets) {
        Packet packet{octets.data(), octets.size(), octets.size()};
        if (engine::classify(octets) != engine::PacketKind::rtcp ||
            call.wic_srtp->unprotect_rtcp(packet) != srtp::Verdict::good)
            return;
        auto compound = rtcp::Compound::parse(packet.octets());
        REQUIRE(compound);
        while (const auto element = compound->next())
            if (const auto nack = rtcp::GenericNack::parse(*element))
                nack->for_each([&](std::uint16_t sequence) { call.wic_sends(sent[sequence]); });
    };
    const std::uint16_t packets = 2000;
    for (std::uint16_t i = 0; i < packets; ++i) {
        sent[i] = call.protect(Bench::rtp(h264, i, i * 3000u, wic_ssrc));
        call.wic_sends(sent[i]);
        call.run(milliseconds(10));
    }
    call.run(seconds(1));
    std::set<std::uint16_t> heard;
    for (const auto& each : call.sink.core)
        if (each.stream == 1 && each.port == CorePort::rtp) heard.insert(sequence_of(each.octets));
    CHECK(call.to_gateway.fates().lost > 80);
    CHECK(call.host.counted("agw.packets_asked_again") > 80);
    CHECK(heard.size() > packets - 10u);
}
