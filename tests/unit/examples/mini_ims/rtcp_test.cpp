// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/rtp/rtcp.hpp"

#include <doctest/doctest.h>

#include "mini_ims/rtp/rtp_packet.hpp"

using namespace wims::mini_ims;
using namespace std::chrono_literals;

TEST_CASE("AGW-14: SR with a report block, SDES and BYE survive the wire") {
    RtcpReport report;
    report.ssrc = 0x11223344;
    report.sender = SenderInfo{0x0102030405060708, 99, 5, 800};
    ReportBlock block;
    block.ssrc = 0xaabbccdd;
    block.fraction_lost = 64;
    block.cumulative_lost = -3;
    block.highest_sequence = 0x00010002;
    block.jitter = 12;
    block.last_sr = 13;
    block.delay_since_last_sr = 14;
    report.blocks = {block};
    report.bye = true;
    for (const char* cname : {"a", "ab", "abc", "phone@mini-ims"}) {
        const auto octets = encode(report, cname);
        CHECK(octets.size() % 4 == 0);
        const auto back = parse_rtcp(octets);
        REQUIRE(back);
        CHECK(back->ssrc == report.ssrc);
        CHECK(back->sender->ntp == report.sender->ntp);
        CHECK(back->sender->rtp == 99);
        CHECK(back->bye);
        REQUIRE(back->blocks.size() == 1);
        CHECK(back->blocks[0].reporter == report.ssrc);
        CHECK(back->blocks[0].ssrc == block.ssrc);
        CHECK(back->blocks[0].fraction_lost == 64);
        CHECK(back->blocks[0].cumulative_lost == -3);
        CHECK(back->blocks[0].delay_since_last_sr == 14);
    }
}

TEST_CASE("AGW-14: every truncation is refused or read without reaching past the end") {
    RtcpReport report;
    report.sender = SenderInfo{};
    report.blocks.resize(2);
    const auto octets = encode(report, "phone");
    const std::size_t first = 28 + 2 * 24;
    for (std::size_t n = 0; n < octets.size(); ++n) {
        CAPTURE(n);
        CHECK(parse_rtcp(View(octets).first(n)).has_value() == (n == first));
    }
    auto lying = octets;
    lying[0] = 0x80 | 31;  // more blocks than there are
    const auto back = parse_rtcp(lying);
    CHECK((!back || back->blocks.empty()));
}

TEST_CASE("AGW-14: NTP counts from 1900") {
    CHECK(ntp_of(wims::WallTime{}) == 2208988800ull << 32);
    CHECK(ntp_of(wims::WallTime{500ms}) == ((2208988800ull << 32) | 0x80000000));
}

TEST_CASE("AGW-06: an RTP packet survives the wire; extension, sources and padding are read over") {
    const Octets payload{1, 2, 3};
    RtpPacket packet;
    packet.payload_type = 8;
    packet.marker = true;
    packet.sequence = 65535;
    packet.timestamp = 0xfffffff0;
    packet.ssrc = 77;
    packet.payload = payload;
    const auto octets = packet.encode();
    const auto back = RtpPacket::parse(octets);
    REQUIRE(back);
    CHECK(back->marker);
    CHECK(back->payload_type == 8);
    CHECK(back->sequence == 65535);
    CHECK(Octets(back->payload.begin(), back->payload.end()) == payload);

    const Octets full{0xb1, 8, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 9, 9, 9, 0xbe, 0xde, 0, 1, 7, 7, 7, 7, 5, 6, 0, 2};
    const auto rich = RtpPacket::parse(full);
    REQUIRE(rich);
    CHECK(Octets(rich->payload.begin(), rich->payload.end()) == Octets{5, 6});
    for (std::size_t n = 0; n < 24; ++n) CHECK_FALSE(RtpPacket::parse(View(full).first(n)));
}
