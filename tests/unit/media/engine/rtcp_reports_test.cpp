// SPDX-License-Identifier: Apache-2.0
// RTCP as the phone and the WIC hear it from the gateway. [RFC 3550 6]
#include "rtcp_listener.hpp"

#include "media/rtcp/picture_loss.hpp"
#include "media/rtp/header.hpp"

using namespace wims;
using namespace wims::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::uint32_t wic_ssrc = 5, phone_ssrc = 9;

/// A call of PCMA, both sides sending a packet of 20 ms each 20 ms.
struct Call : RtcpBench {
    explicit Call(Wishes w = {}) : RtcpBench(std::move(w)) { connect(); }

    std::uint32_t wic_timestamp() const { return n * 160U; }
    std::uint32_t phone_timestamp() const { return 7000U + n * 160U; }
    void talk(Duration span, bool wic_talks = true, bool phone_talks = true) {
        for (Duration t{}; t < span; t += milliseconds(20)) {
            ++n;
            if (wic_talks) from_wic(protect(rtp(8, static_cast<std::uint16_t>(n), wic_timestamp(), source)), wic);
            if (phone_talks) from_phone(rtp(8, static_cast<std::uint16_t>(100 + n), phone_timestamp(), phone_ssrc));
            run(milliseconds(20));
        }
    }
    rtp::Header newest_to_core() {
        for (auto sent = sink.core.rbegin(); sent != sink.core.rend(); ++sent)
            if (engine::classify(sent->octets) == engine::PacketKind::rtp)
                return *rtp::Header::parse({sent->octets.data(), sent->octets.size(), sent->octets.size()});
        FAIL("nothing");
        return {};
    }
    void wic_says(const Octets& octets) { from_wic(protect(octets, true), wic); }

    std::uint32_t n = 0;
    std::uint32_t source = wic_ssrc;
};

Duration apart(const RtcpBench::Heard& earlier, const RtcpBench::Heard& later) {
    return rtcp::between(earlier.report->sender->ntp, later.report->sender->ntp);
}

}  // namespace

TEST_CASE("AUD-06 AGW-16: phone and WIC get reports of ours every few seconds, whatever the other side sends") {
    Call call;
    const auto began = call.now;
    call.talk(seconds(60));
    const auto& heard = call.to_core[0];
    CHECK(heard.size() >= 10);
    CHECK(heard.size() <= 29);
    CHECK(call.to_wic.size() >= 13);
    const auto line = call.newest_to_core();
    for (const auto& rtcp : heard) {
        CHECK(rtcp.port == CorePort::rtcp);
        CHECK(rtcp.to == call.phone_rtcp);
        CHECK(rtcp.types == std::vector{rtcp::Type::sender_report, rtcp::Type::source_description});
        CHECK(rtcp.report->ssrc == line.ssrc);
        CHECK(rtcp.cname == heard.front().cname);
        CHECK(rtcp.cname != call.to_wic.front().cname);
        REQUIRE(rtcp.report->block_count == 1);
        CHECK(rtcp.report->blocks[0].ssrc == phone_ssrc);
        CHECK(rtcp.report->blocks[0].loss == 0);
    }
    const auto& last = heard.back();
    CHECK(last.report->sender->packets == (last.at - began) / milliseconds(20) + 1);
    CHECK(last.report->sender->octets == last.report->sender->packets * 14);
    CHECK(last.report->blocks[0].highest_sequence == 100 + last.report->sender->packets);
    CHECK(call.to_wic.back().report->blocks[0].ssrc == wic_ssrc);
}

TEST_CASE("AGW-16: what is lost on a leg is told on that leg only") {
    Call call;
    call.talk(seconds(10));
    call.n += 50;  // 50 packets of either side
    for (unsigned i = 1; i <= 50; ++i)
        call.from_phone(
            Bench::rtp(8, static_cast<std::uint16_t>(100 + call.n - 50 + i), call.phone_timestamp(), phone_ssrc));
    call.forget();
    call.talk(seconds(20));
    std::uint32_t most = 0;
    for (const auto& rtcp : call.to_wic) most = std::max(most, rtcp.report->blocks[0].loss & 0xFFFFFF);
    CHECK(most == 50);
    for (const auto& rtcp : call.to_core[0]) CHECK(rtcp.report->blocks[0].loss == 0);
}

TEST_CASE("AGW-16: our report says when we heard the phone's last one, and how long ago") {
    Call call;
    call.talk(seconds(5));
    const auto heard = call.now;
    call.from_phone(report_octets(phone_ssrc, rtcp::SenderInfo{0xAABBCCDD00112233ULL, call.phone_timestamp(), 1, 1}),
                    CorePort::rtcp);
    call.forget();
    call.talk(seconds(8));
    REQUIRE_FALSE(call.to_core[0].empty());
    for (const auto& rtcp : call.to_core[0]) {
        CHECK(rtcp.report->blocks[0].last_sr == 0xCCDD0011);
        CHECK(rtcp.report->blocks[0].delay == rtcp::short_of(rtcp.at - heard));
    }
    for (const auto& rtcp : call.to_wic) CHECK(rtcp.report->blocks[0].last_sr == 0);  // the WIC has sent none
}

TEST_CASE("AGW-16: without reports of the source, NTP and RTP time go on together from when its packets came") {
    Call call;
    call.talk(seconds(40));
    const auto& heard = call.to_core[0];
    for (const auto& rtcp : heard) {
        const auto ticks = rtcp.report->sender->timestamp - heard.front().report->sender->timestamp;
        CHECK(std::abs(static_cast<std::int64_t>(ticks) - apart(heard.front(), rtcp) / milliseconds(1) * 8) <= 8);
        CHECK(apart(heard.front(), rtcp) - (rtcp.at - heard.front().at) < std::chrono::microseconds(1));
    }
}

TEST_CASE(
    "AGW-16: for an hour our NTP times are the source's, shifted once, though its clock drifts and packets jitter") {
    Call call;
    const auto wic_ntp = [](double t) { return rtcp::ntp_of(std::chrono::nanoseconds(std::int64_t(t * 1e9))); };
    std::optional<Duration> shift;
    std::uint32_t to_wic_clock = 0;
    double worst = 0;
    for (std::uint32_t s = 0; s < 3600; ++s) {
        // The WIC's clock is 100 ppm fast: it thinks that it is second s * 1.0001.
        const double t = s * 1.0001;
        const auto timestamp = static_cast<std::uint32_t>(t * 8000);
        call.run(milliseconds(s * 37 % 60));  // delay of the packet
        call.from_wic(call.protect(Bench::rtp(8, static_cast<std::uint16_t>(s), timestamp, wic_ssrc)), call.wic);
        to_wic_clock = call.newest_to_core().timestamp - timestamp;
        if (s % 5 == 0) call.wic_says(report_octets(wic_ssrc, rtcp::SenderInfo{wic_ntp(t), timestamp, s, s}));
        call.run(milliseconds(1000 - s * 37 % 60));
        for (const auto& rtcp : std::exchange(call.to_core[0], {})) {
            if (!rtcp.report->sender) continue;
            const std::uint32_t of_wic = rtcp.report->sender->timestamp - to_wic_clock;
            const Duration found = rtcp::between(wic_ntp(of_wic / 8000.0), rtcp.report->sender->ntp);
            if (s < 10) continue;  // its first report must have come
            if (!shift) shift = found;
            worst = std::max(worst, std::abs(std::chrono::duration<double>(found - *shift).count()));
        }
    }
    CHECK(worst < 0.0015);  // 100 ppm since its last report, and a tick
}

TEST_CASE("VID-01 AGW-16: lips and voice of a WIC stay together in our reports, whatever way each packet took") {
    Bench::Wishes wishes;
    wishes.video = true;
    Call call(wishes);
    const auto ntp_at = [](int ms) { return rtcp::ntp_of(Duration(milliseconds(4'000'000 + ms))); };
    // Both are captured at `ms`; the voice comes 20 ms later, the picture 170 ms later, the reports with them.
    for (int ms = 0; ms < 30'000; ms += 500) {
        call.run(milliseconds(20));
        const auto audio = static_cast<std::uint32_t>(ms * 8);
        call.from_wic(call.protect(Bench::rtp(8, static_cast<std::uint16_t>(ms / 500), audio, 5)), call.wic);
        if (ms % 4000 == 0) call.wic_says(report_octets(5, rtcp::SenderInfo{ntp_at(ms), audio, 1, 1}, {}, "wic"));
        call.run(milliseconds(150));
        const auto video = static_cast<std::uint32_t>(ms * 90);
        call.from_wic(call.protect(Bench::rtp(102, static_cast<std::uint16_t>(ms / 500), video, 6)), call.wic);
        if (ms % 4000 == 0) call.wic_says(report_octets(6, rtcp::SenderInfo{ntp_at(ms), video, 1, 1}, {}, "wic"));
        call.run(milliseconds(330));
    }
    CHECK(call.to_core[0].front().cname == call.to_core[1].front().cname);
    const auto zero = [&](std::size_t stream, std::uint32_t rate) {
        const auto& sender = *call.to_core[stream].back().report->sender;
        std::uint32_t first = 0;
        for (const auto& sent : call.sink.core)
            if (sent.stream == stream && sent.port == CorePort::rtp) {
                first = get_u32(&sent.octets[4]);
                break;
            }
        return sender.ntp - rtcp::ntp_of(Duration(seconds(1)) * (sender.timestamp - first) / rate);
    };
    const Duration lips_after_voice = rtcp::between(zero(0, 8000), zero(1, 90000));
    CHECK(lips_after_voice < milliseconds(1));
    CHECK(lips_after_voice > milliseconds(-1));
}

TEST_CASE("ALG-05 AGW-16: on hold we report as a receiver, and after it the numbers go on") {
    Call call;
    call.talk(seconds(10));
    iq::ConfigureRequest request;
    request.streams = {call.spec()};
    request.streams[0].through = {true, false};
    REQUIRE(call.context->configure(request, call.now).ok());
    call.talk(seconds(20));
    call.forget();
    call.talk(seconds(10));
    REQUIRE_FALSE(call.to_core[0].empty());
    for (const auto& rtcp : call.to_core[0]) {
        CHECK(rtcp.types.front() == rtcp::Type::receiver_report);
        CHECK(rtcp.report->block_count == 1);
    }
    request.streams[0].through = {true, true};
    REQUIRE(call.context->configure(request, call.now).ok());
    call.forget();
    call.talk(seconds(10));
    const auto& last = call.to_core[0].back();
    REQUIRE(last.report->sender);
    const auto behind = call.newest_to_core().timestamp - last.report->sender->timestamp;
    const auto since = (call.now - last.at) / milliseconds(1) * 8;
    CHECK(std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(behind)) - since) <= 160);
}

TEST_CASE("AGW-15 AGW-16: another SSRC of the WIC: the report of the old one's clock is not used for it") {
    Call call;
    call.talk(seconds(1));
    call.wic_says(
        report_octets(wic_ssrc, rtcp::SenderInfo{rtcp::ntp_of(Duration(seconds(50))), call.wic_timestamp(), 1, 1}));
    call.talk(seconds(10));
    const auto ssrc = call.newest_to_core().ssrc;
    call.source = 6;
    call.n += 30000;  // another place in its own time
    call.forget();
    call.talk(seconds(10));
    const auto& last = call.to_core[0].back();
    REQUIRE(last.report->sender);
    CHECK(last.report->ssrc == ssrc);
    const auto behind = call.newest_to_core().timestamp - last.report->sender->timestamp;
    CHECK(std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(behind)) -
                   (call.now - last.at) / milliseconds(1) * 8) <= 160);
}

TEST_CASE("AGW-16: release says BYE on both sides, to whom we have been heard by") {
    Call call;
    call.talk(seconds(1));
    const auto ssrc = call.newest_to_core().ssrc;
    call.forget();
    call.context->release();
    call.listen();
    REQUIRE(call.to_core[0].size() == 1);
    CHECK(call.to_core[0][0].goodbye);
    CHECK(call.to_core[0][0].report->ssrc == ssrc);
    CHECK(call.to_core[0][0].types.size() == 3);
    REQUIRE(call.to_wic.size() == 1);
    CHECK(call.to_wic[0].goodbye);

    Call silent;
    silent.context->release();
    silent.listen();
    CHECK(silent.to_core[0].empty());
    CHECK(silent.to_wic.empty());
}

TEST_CASE("AGW-16: a BYE of the WIC's source is said on the core when nobody takes its place; who comes later is new") {
    Call call;
    call.talk(seconds(5));
    const auto before = call.newest_to_core();
    call.forget();
    call.wic_says(report_octets(wic_ssrc, std::nullopt, {}, "wic", true));
    call.talk(seconds(10), false);
    std::size_t goodbyes = 0;
    for (const auto& rtcp : call.to_core[0]) goodbyes += rtcp.goodbye;
    CHECK(goodbyes == 1);
    call.source = 6;
    call.talk(seconds(10));
    const auto after = call.newest_to_core();
    CHECK(after.ssrc != before.ssrc);
    CHECK(after.sequence == static_cast<std::uint16_t>(before.sequence + 500));
    CHECK(call.to_core[0].back().report->ssrc == after.ssrc);
    CHECK(call.to_core[0].back().report->sender->packets <= 500);

    Call taken;
    taken.talk(seconds(5));
    taken.forget();
    const auto ssrc = taken.newest_to_core().ssrc;
    taken.wic_says(report_octets(wic_ssrc, std::nullopt, {}, "wic", true));
    taken.source = 6;
    taken.talk(seconds(10));
    for (const auto& rtcp : taken.to_core[0]) CHECK_FALSE(rtcp.goodbye);
    CHECK(taken.newest_to_core().ssrc == ssrc);
}

TEST_CASE("AGW-16: TWCC, REMB, NACK, XR, APP and BYE of the WIC end here; an AVP core gets reports and names only") {
    Bench::Wishes wishes;
    wishes.video = true;
    wishes.access_feedback = {true, true, true, true, true};
    Call call(wishes);
    const auto video_phone = endpoint("198.51.100.4", 4002);
    for (int i = 0; i < 30; ++i) {
        call.talk(milliseconds(500));
        call.from_wic(call.protect(Bench::rtp(102, static_cast<std::uint16_t>(i * 3), i * 45000U, 6)), call.wic);
        call.from_phone(Bench::rtp(97, static_cast<std::uint16_t>(i * 3), i * 45000U, 10), CorePort::rtp, &video_phone,
                        1);
        for (const auto& [type, format] : {std::pair{205, 15}, {206, 15}, {205, 1}, {206, 1}, {207, 0}, {204, 1}})
            call.wic_says({static_cast<std::uint8_t>(0x80 | format), static_cast<std::uint8_t>(type), 0, 2, 0, 0, 0, 6,
                           0, 0, 0, 10});
    }
    CHECK(call.host.counted("agw.rtcp_not_forwarded") == 6 * 30);
    CHECK(call.to_core[0].size() > 2);
    CHECK(call.to_core[1].size() > 2);
    for (const auto& [stream, all] : call.to_core)
        for (const auto& rtcp : all)
            for (const auto type : rtcp.types) {
                const auto number = static_cast<unsigned>(type);
                CHECK(number >= 200);
                CHECK(number <= 203);
            }
}

TEST_CASE("AUD-06: a peer that takes no RTCP gets none, and one that is silent gets a report without blocks") {
    Call call;
    iq::ConfigureRequest request;
    request.streams = {call.spec()};
    request.streams[0].core_remote->rtcp = {};
    REQUIRE(call.context->configure(request, call.now).ok());
    call.talk(seconds(20));
    CHECK(call.to_core[0].empty());
    request.streams[0] = call.spec();
    REQUIRE(call.context->configure(request, call.now).ok());
    call.talk(seconds(10), true, false);
    call.forget();
    call.talk(seconds(10), true, false);
    REQUIRE_FALSE(call.to_core[0].empty());
    CHECK(call.to_core[0].back().report->block_count == 0);
    CHECK(call.to_core[0].back().report->sender);
    call.context->release();
}

TEST_CASE("BND-05 AUD-06: a core peer with RTP and RTCP on one port") {
    Call call;
    iq::ConfigureRequest request;
    request.streams = {call.spec()};
    request.streams[0].core_remote->rtcp = request.streams[0].core_remote->rtp;
    REQUIRE(call.context->configure(request, call.now).ok());
    call.talk(seconds(10));
    REQUIRE_FALSE(call.to_core[0].empty());
    for (const auto& rtcp : call.to_core[0]) {
        CHECK(rtcp.port == CorePort::rtp);
        CHECK(rtcp.to == call.phone_rtp);
    }
    call.from_phone(report_octets(phone_ssrc, rtcp::SenderInfo{0xAABBCCDD00112233ULL, call.phone_timestamp(), 1, 1}));
    call.forget();
    call.talk(seconds(8));
    CHECK(call.to_core[0].back().report->blocks[0].last_sr == 0xCCDD0011);
    CHECK(call.host.counted("agw.rtp_malformed") == 0);
}

TEST_CASE("AGW-16: with reduced size a feedback message goes alone [RFC 5506]") {
    Bench::Wishes wishes;
    wishes.video = true;
    wishes.access_feedback = {false, true, true, false, false, true};
    Call call(wishes);
    call.from_wic(call.protect(Bench::rtp(102, 1, 0, 6)), call.wic);
    call.forget();
    iq::ConfigureRequest request;
    request.streams = {call.video_spec()};
    REQUIRE(call.context->configure(request, call.now).ok());
    call.listen();
    REQUIRE(call.to_wic.size() == 1);
    CHECK(call.to_wic[0].types == std::vector{rtcp::Type::payload_feedback});
}
