// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "media/rtp/header.hpp"
#include "media/rtp/telephone_event.hpp"
#include "rtcp_listener.hpp"

using namespace wims;
using namespace wims::test;
using iq::EventKind;

namespace {

rtp::Header header_of(Octets octets) {
    const auto header = rtp::Header::parse({octets.data(), octets.size(), octets.size()});
    REQUIRE(header);
    return *header;
}

std::string payload_of(const Octets& octets) { return {octets.begin() + 12, octets.end()}; }

}  // namespace

TEST_CASE("AUD-01 AUD-02: PCMA payload is byte-equal both ways, opus changes its number only") {
    Bench bench;
    bench.connect();
    const std::string pcma(160, '\xD5');
    bench.from_wic(bench.protect(Bench::rtp(8, 10, 160, 5, pcma)), bench.wic);
    REQUIRE(bench.sink.core.size() == 1);
    CHECK(payload_of(bench.sink.core[0].octets) == pcma);
    CHECK(header_of(bench.sink.core[0].octets).payload_type == 8);
    CHECK(bench.sink.core[0].to == bench.phone_rtp);
    CHECK(bench.sink.core[0].port == CorePort::rtp);

    bench.from_wic(bench.protect(Bench::rtp(111, 11, 320, 5, "opus octets")), bench.wic);
    CHECK(payload_of(bench.sink.core[1].octets) == "opus octets");
    CHECK(header_of(bench.sink.core[1].octets).payload_type == 96);

    bench.from_phone(Bench::rtp(8, 77, 160, 9, pcma));
    auto heard = bench.heard_by_wic();
    CHECK(payload_of(heard) == pcma);
    CHECK(bench.sink.access.back().to == bench.wic);
    bench.from_phone(Bench::rtp(96, 78, 320, 9, "opus octets"));
    heard = bench.heard_by_wic();
    CHECK(header_of(heard).payload_type == 111);
    CHECK(payload_of(heard) == "opus octets");

    const auto released = bench.context->release();
    CHECK(released[0].packets_to_core == 2);
    CHECK(released[0].octets_to_core == 171);
    CHECK(released[0].packets_to_access == 2);
    CHECK(released[0].octets_to_access == 171);
}

TEST_CASE("AUD-02: a payload type that was not agreed is dropped and counted") {
    Bench bench;
    bench.connect();
    bench.from_wic(bench.protect(Bench::rtp(96, 1, 160, 5)), bench.wic);
    const auto before = bench.sink.access.size();
    bench.from_phone(Bench::rtp(111, 1, 160, 9));
    CHECK(bench.sink.core.empty());
    CHECK(bench.sink.access.size() == before);
    CHECK(bench.host.counted("agw.payload_unmapped") == 2);
}

TEST_CASE("AGW-15: a replayed packet and one with a wrong tag are absent on the core") {
    Bench bench;
    bench.connect();
    const auto packet = bench.protect(Bench::rtp(8, 1, 160, 5));
    bench.from_wic(packet, bench.wic);
    bench.from_wic(packet, bench.wic);
    auto forged = bench.protect(Bench::rtp(8, 2, 320, 5));
    forged.back() ^= 1;
    bench.from_wic(forged, bench.wic);
    CHECK(bench.sink.core.size() == 1);
    CHECK(bench.host.counted("agw.srtp_replayed") == 1);
    CHECK(bench.host.counted("agw.srtp_unauthentic") == 1);
}

TEST_CASE("AGW-15: one SSRC with growing numbers on the core while the WIC changes its own") {
    Bench bench;
    bench.connect();
    bench.from_wic(bench.protect(Bench::rtp(8, 65535, 1000, 5)), bench.wic);
    bench.now += std::chrono::milliseconds(20);
    bench.from_wic(bench.protect(Bench::rtp(8, 300, 77, 6)), bench.wic);
    const auto first = header_of(bench.sink.core[0].octets), second = header_of(bench.sink.core[1].octets);
    CHECK(second.ssrc == first.ssrc);
    CHECK(first.ssrc != 5);
    CHECK(second.sequence == static_cast<std::uint16_t>(first.sequence + 1));
    CHECK(second.timestamp == first.timestamp + 160);
}

TEST_CASE("ALG-05: only through-connected directions carry media") {
    Bench::Wishes wishes;
    wishes.through = {false, true};
    Bench bench(wishes);
    bench.connect();
    const auto before = bench.sink.access.size();
    bench.from_phone(Bench::rtp(8, 1, 160, 9));
    CHECK(bench.sink.access.size() == before);
    bench.from_wic(bench.protect(Bench::rtp(8, 1, 160, 5)), bench.wic);
    CHECK(bench.sink.core.size() == 1);
    iq::ConfigureRequest request;
    request.streams = {bench.spec()};
    request.streams[0].through = {true, false};
    REQUIRE(bench.context->configure(request, bench.now).ok());
    bench.from_wic(bench.protect(Bench::rtp(8, 2, 320, 5)), bench.wic);
    CHECK(bench.sink.core.size() == 1);
    bench.from_phone(Bench::rtp(8, 2, 320, 9));
    CHECK(bench.sink.access.size() == before + 1);
    CHECK(bench.host.counted("agw.not_through") == 2);
}

TEST_CASE("AUD-06: only the announced host is heard; another port of it is latched once") {
    Bench bench;
    bench.connect();
    const auto before = bench.sink.access.size();
    const auto stranger = endpoint("198.51.100.5", 4000), moved = endpoint("198.51.100.4", 5000),
               third = endpoint("198.51.100.4", 5002);
    bench.from_phone(Bench::rtp(8, 1, 160, 9), CorePort::rtp, &stranger);
    CHECK(bench.sink.access.size() == before);
    bench.from_phone(Bench::rtp(8, 1, 160, 9), CorePort::rtp, &moved);
    bench.from_phone(Bench::rtp(8, 2, 320, 9));
    CHECK(bench.sink.access.size() == before + 2);
    bench.from_phone(Bench::rtp(8, 3, 480, 9), CorePort::rtp, &third);
    CHECK(bench.sink.access.size() == before + 2);
    CHECK(bench.host.counted("agw.core_stranger") == 2);
}

TEST_CASE("AUD-01: audio and video of one transport go to ports of their own and come back under their own SSRCs") {
    Bench::Wishes wishes;
    wishes.video = true;
    Bench bench(wishes);
    bench.connect();
    bench.from_wic(bench.protect(Bench::rtp(102, 1, 3000, 6, "nal unit")), bench.wic);
    bench.from_wic(bench.protect(Bench::rtp(8, 1, 160, 5)), bench.wic);
    REQUIRE(bench.sink.core.size() == 2);
    CHECK(bench.sink.core[0].stream == 1);
    CHECK(bench.sink.core[0].to == endpoint("198.51.100.4", 4002));
    CHECK(header_of(bench.sink.core[0].octets).payload_type == 97);
    CHECK(payload_of(bench.sink.core[0].octets) == "nal unit");
    CHECK(bench.sink.core[1].stream == 0);
    const auto phone_video = endpoint("198.51.100.4", 4002);
    bench.from_phone(Bench::rtp(97, 1, 3000, 10, "nal unit"), CorePort::rtp, &phone_video, 1);
    const auto video = header_of(bench.heard_by_wic());
    bench.from_phone(Bench::rtp(8, 1, 160, 9));
    const auto audio = header_of(bench.heard_by_wic());
    CHECK(video.payload_type == 102);
    CHECK(video.ssrc != audio.ssrc);
    CHECK(bench.context->release()[1].packets_to_core == 1);
}

TEST_CASE("ALG-05: an unspecified address is a hold, not a destination") {
    Bench bench;
    bench.connect();
    iq::ConfigureRequest request;
    request.streams = {bench.spec()};
    request.streams[0].core_remote = iq::CoreRemote{{"0.0.0.0", 4000}, {"0.0.0.0", 4001}};
    REQUIRE(bench.context->configure(request, bench.now).ok());
    bench.from_wic(bench.protect(Bench::rtp(8, 1, 160, 5)), bench.wic);
    bench.pass(std::chrono::seconds(20));
    CHECK(bench.sink.core.empty());
}

TEST_CASE("AGW-17: 30 s of silence from one side are said once, and again after sound") {
    Bench bench;
    bench.connect();
    iq::ConfigureRequest nothing;
    REQUIRE(bench.context->configure(nothing, bench.now).ok());
    const auto talk = [&bench](bool phone, int seconds) {
        static std::uint16_t sequence = 0;
        for (int i = 0; i < seconds; ++i) {
            bench.pass(std::chrono::seconds(1));
            ++sequence;
            if (i % 5 == 0) bench.check(bench.wic);
            bench.from_wic(bench.protect(Bench::rtp(8, sequence, 160, 5)), bench.wic);
            if (phone) bench.from_phone(Bench::rtp(8, sequence, 160, 9));
        }
    };
    talk(true, 60);
    CHECK(bench.sink.count(EventKind::media_inactivity) == 0);
    talk(false, 70);
    CHECK(bench.sink.count(EventKind::media_inactivity) == 1);
    CHECK(bench.sink.details.back() == "nothing from the core side");
    talk(true, 5);
    talk(false, 40);
    CHECK(bench.sink.count(EventKind::media_inactivity) == 2);
}

TEST_CASE("AGW-16: 20,000 damaged RTP and RTCP packets from the core: the call lives on") {
    Bench bench;
    bench.connect();
    std::mt19937 random(12);
    const Octets seeds[] = {Bench::rtp(8, 1, 160, 9),
                            report_octets(9, rtcp::SenderInfo{1, 2, 3, 4}, {{1, 2, 3, 4, 5, 6}})};
    for (int i = 0; i < 20000; ++i) {
        Octets damaged = seeds[random() % 2];
        for (unsigned k = 0; k <= random() % 4; ++k)
            damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
        if (random() % 4 == 0) damaged.resize(random() % damaged.size());
        bench.from_phone(damaged, random() % 2 == 0 ? CorePort::rtp : CorePort::rtcp);
    }
    const auto before = bench.sink.access.size();
    bench.from_phone(Bench::rtp(8, 1, 160, 9));
    CHECK(bench.sink.access.size() == before + 1);
}

TEST_CASE("AUD-05: in an Opus call with an 8 kHz phone, digits change their clock both ways and the sound does not") {
    Bench::Wishes wishes;
    wishes.payloads = {{111, 96, "opus", 48000}, {110, 97, "telephone-event", 48000, 8000}};
    Bench bench(wishes);
    bench.connect();
    const auto digit = [](std::uint8_t flags, std::uint16_t duration) {
        std::string payload(4, '\0');
        rtp::TelephoneEvent{5, flags != 0, 10, duration}.write(reinterpret_cast<std::uint8_t*>(payload.data()));
        return payload;
    };
    const auto heard_as = [](const Octets& octets) { return rtp::TelephoneEvent::read(octets.data() + 12); };
    std::uint16_t sequence = 10;
    const auto dial = [&](std::uint8_t type, std::uint32_t timestamp, const std::string& payload) {
        bench.from_wic(bench.protect(Bench::rtp(type, sequence++, timestamp, 5, payload)), bench.wic);
        return bench.sink.core.back().octets;
    };
    const auto sound = header_of(dial(111, 960, "opus octets"));
    const auto first = dial(110, 1920, digit(0, 960));
    CHECK(header_of(first).payload_type == 97);
    CHECK(header_of(first).timestamp == sound.timestamp + 960);
    CHECK(header_of(first).sequence == static_cast<std::uint16_t>(sound.sequence + 1));
    CHECK(heard_as(first).duration == 160);
    for (int i = 0; i < 3; ++i) {
        const auto end = dial(110, 1920, digit(1, 7680));
        CHECK(heard_as(end).end);
        CHECK(heard_as(end).duration == 1280);
        CHECK(header_of(end).timestamp == header_of(first).timestamp);
    }
    const auto after = dial(111, 10560, "opus octets");
    CHECK(header_of(after).timestamp == sound.timestamp + 9600);
    CHECK(payload_of(after) == "opus octets");

    bench.from_phone(Bench::rtp(97, 77, 8000, 9, digit(1, 1280)));
    const auto at_wic = bench.heard_by_wic();
    CHECK(header_of(at_wic).payload_type == 110);
    CHECK(heard_as(at_wic).duration == 7680);

    const auto sent = bench.sink.core.size();
    bench.from_wic(bench.protect(Bench::rtp(110, sequence, 20000, 5, "abc")), bench.wic);
    CHECK(bench.sink.core.size() == sent);
    CHECK(bench.host.counted("agw.rtp_malformed") == 1);
}

TEST_CASE("AUD-05: only a telephone-event may have two clocks") {
    Bench bench;
    iq::ConfigureRequest request;
    request.streams = {bench.spec()};
    request.streams[0].payloads = {{111, 96, "opus", 48000, 8000}};
    const auto refused = bench.context->configure(request, bench.now);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == ErrorKind::usage);
}
