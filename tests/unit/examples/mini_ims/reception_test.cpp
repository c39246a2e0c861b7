// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/rtp/reception.hpp"

#include <doctest/doctest.h>

using namespace wims::mini_ims;
using namespace std::chrono_literals;

namespace {
struct Fixture {
    void packet(std::uint16_t sequence, wims::Duration at, std::uint32_t ssrc = 1) {
        RtpPacket p;
        p.ssrc = ssrc;
        p.sequence = sequence;
        p.timestamp = sequence * 160u;
        reception.add(p, wims::WallTime(at));
    }
    Reception reception;
};
}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "AGW-14: loss across the wrap of the sequence number, and the fraction since the last report") {
    packet(65534, 0ms);
    packet(65535, 20ms);
    packet(2, 100ms);  // 0 and 1 are missing
    CHECK(reception.lost() == 2);
    const auto first = reception.report(wims::WallTime(100ms));
    REQUIRE(first);
    CHECK(first->highest_sequence == 0x10002);
    CHECK(first->cumulative_lost == 2);
    CHECK(first->fraction_lost == 2 * 256 / 5);
    packet(3, 120ms);
    CHECK(reception.report(wims::WallTime(120ms))->fraction_lost == 0);
}

TEST_CASE_FIXTURE(Fixture, "AUD-08: gaps over 60 ms are counted by arrival, one late packet by no more than one") {
    packet(1, 0ms);
    packet(2, 60ms);
    CHECK(reception.gaps() == 0);
    packet(3, 121ms);
    CHECK(reception.gaps() == 1);
    packet(4, 121ms);
    CHECK(reception.gaps() == 1);
}

TEST_CASE_FIXTURE(Fixture, "AGW-14: reordering is neither loss nor a new cycle") {
    packet(10, 0ms);
    packet(12, 20ms);
    packet(11, 40ms);
    CHECK(reception.lost() == 0);
    CHECK(reception.report(wims::WallTime(40ms))->highest_sequence == 12);
}

TEST_CASE_FIXTURE(Fixture, "AGW-14: a new SSRC starts afresh, and what the old one lost stays lost") {
    packet(1, 0ms);
    packet(3, 40ms);
    packet(500, 60ms, 2);
    CHECK(reception.sources().size() == 2);
    CHECK(reception.newest_source() == 2);
    CHECK(reception.lost() == 1);
    CHECK(reception.packets() == 3);
    CHECK(reception.report(wims::WallTime(60ms))->cumulative_lost == 0);
}

TEST_CASE_FIXTURE(Fixture, "AGW-14: a source that changes its SSRC with every packet costs a bounded amount") {
    for (std::uint32_t ssrc = 1; ssrc <= 1000; ++ssrc) packet(1, 0ms, ssrc);
    CHECK(reception.sources().size() == Reception::sources_kept);
    CHECK(reception.newest_source() == 1000);
    CHECK(reception.packets() == 1000);
}

TEST_CASE_FIXTURE(Fixture, "AGW-14: LSR is the middle of the NTP time, DLSR in 1/65536 s") {
    packet(1, 0ms);
    reception.heard_sender({0x1122334455667788, 0, 0, 0}, wims::WallTime(1s));
    const auto block = reception.report(wims::WallTime(1500ms));
    CHECK(block->last_sr == 0x33445566);
    CHECK(block->delay_since_last_sr == 32768);
}

TEST_CASE("AGW-14: nothing heard, nothing to report") {
    Reception reception;
    CHECK_FALSE(reception.report(wims::WallTime(1s)));
    CHECK(reception.lost() == 0);
}
