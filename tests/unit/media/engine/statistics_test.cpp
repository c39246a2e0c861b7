// SPDX-License-Identifier: Apache-2.0
#include "rtcp_listener.hpp"

using namespace wims;
using namespace wims::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("AGW-17: a snapshot of packets, octets, loss and jitter, at each termination what passed there") {
    RtcpBench bench;
    bench.connect();
    for (std::uint16_t n = 1; n <= 100; ++n) {
        const std::string sound(160, 's');
        if (n % 10 != 0) bench.from_wic(bench.protect(Bench::rtp(8, n, n * 160U, 5, sound)), bench.wic);
        bench.from_phone(Bench::rtp(8, n, n * 160U, 9, sound));
        bench.run(milliseconds(n % 2 == 0 ? 10 : 30));
    }
    const auto [context, stream, media, access, core] = bench.context->statistics().at(0);
    CHECK(media == iq::MediaType::audio);
    CHECK(access.packets_received == 90);
    CHECK(access.octets_received == 90 * 160);
    CHECK(access.packets_lost == 9);  // the tenth is not missed yet
    CHECK(core.packets_sent == 90);
    CHECK(core.octets_sent == 90 * 160);
    CHECK(core.packets_received == 100);
    CHECK(core.packets_lost == 0);
    CHECK(access.packets_sent == 100);
    CHECK(core.jitter > milliseconds(9));
    CHECK(core.jitter < milliseconds(11));
    CHECK(*core.mos > 4.3);
    CHECK(*access.mos > 3);
    CHECK(*access.mos < *core.mos);
    CHECK_FALSE(core.round_trip);
    CHECK_FALSE(core.peer);
}

TEST_CASE("AGW-17: round trip and loss as the phone reports them; a report about another's line is nobody's") {
    RtcpBench bench;
    bench.connect();
    std::uint32_t n = 0;
    while (bench.to_core[0].empty()) {
        ++n;
        bench.from_wic(bench.protect(Bench::rtp(8, static_cast<std::uint16_t>(n), n * 160, 5)), bench.wic);
        bench.run(milliseconds(20));
    }
    const auto told = bench.to_core[0].back();
    // 30 ms there, half a second with the phone, 30 ms back.
    bench.now = told.at + milliseconds(560);
    const rtcp::ReportBlock block{told.report->ssrc, 0x40FFFFFE, 7, 80, rtcp::middle(told.report->sender->ntp), 32768};
    auto other = block;
    other.ssrc = 12345;
    bench.from_phone(report_octets(9, std::nullopt, {other}), CorePort::rtcp);
    CHECK_FALSE(bench.context->statistics()[0].core.peer);
    bench.from_phone(report_octets(9, std::nullopt, {block}), CorePort::rtcp);
    const auto core = bench.context->statistics()[0].core;
    REQUIRE(core.round_trip);
    CHECK(*core.round_trip > milliseconds(59));
    CHECK(*core.round_trip < milliseconds(61));
    REQUIRE(core.peer);
    CHECK(core.peer->fraction_lost == 0.25);
    CHECK(core.peer->packets_lost == -2);
    CHECK(core.peer->jitter == milliseconds(10));
    CHECK(*core.peer->mos < 3);
    CHECK_FALSE(bench.context->statistics()[0].access.peer);
    // One that answers a report of nobody's knows no round trip, and does not undo the last one.
    auto unknown = block;
    unknown.last_sr = 1;
    bench.from_phone(report_octets(9, std::nullopt, {unknown}), CorePort::rtcp);
    CHECK(bench.context->statistics()[0].core.round_trip == core.round_trip);
}

TEST_CASE("AGW-17: what is on the board is the snapshot, and is gone with the context") {
    quality::Board board;
    Bench::Wishes wishes;
    wishes.video = true;
    RtcpBench bench(wishes);
    bench.context->show_on(board, 77);
    bench.connect();
    bench.from_wic(bench.protect(Bench::rtp(8, 1, 160, 5)), bench.wic);
    bench.from_wic(bench.protect(Bench::rtp(102, 1, 160, 6)), bench.wic);
    bench.from_phone(Bench::rtp(8, 1, 160, 9));
    const auto records = board.read(77);
    REQUIRE(records.size() == 2);
    for (const auto& record : records) {
        const auto report = quality::report_of(record);
        CHECK(report.core.packets_sent == 1);
        CHECK(report.access.packets_sent == (report.media == iq::MediaType::audio ? 1 : 0));
        CHECK(report.media == (report.stream == 1 ? iq::MediaType::video : iq::MediaType::audio));
    }
    bench.dispatcher.remove(*bench.context);
    bench.context.reset();
    CHECK(board.read().empty());
}
