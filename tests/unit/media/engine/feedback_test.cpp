// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>

#include "media/rtcp/full_intra_request.hpp"
#include "media/rtcp/generic_nack.hpp"
#include "media/rtcp/picture_loss.hpp"
#include "media/rtp/header.hpp"
#include "rtcp_listener.hpp"

using namespace wims;
using namespace wims::test;
using std::chrono::milliseconds;

namespace {

constexpr std::uint8_t h264 = 102, on_core = 97;
constexpr std::uint32_t wic_ssrc = 600, phone_ssrc = 900;

/// A bundled call with video, both sides sending.
struct VideoCall : RtcpBench {
    explicit VideoCall(iq::Feedback access = {true, true, true, false, true}, iq::Feedback core = {false, true, true})
        : RtcpBench(wishes_with(access, core)) {
        connect();
        video_from_wic(1);
        from_phone(rtp(on_core, 50, 0, phone_ssrc), CorePort::rtp, &video_phone, 1);
        gateway_to_wic = header(heard_by_wic()).ssrc;
        gateway_to_core = header(sink.core.back().octets).ssrc;
    }
    static Wishes wishes_with(iq::Feedback access, iq::Feedback core) {
        Wishes w;
        w.video = true;
        w.access_feedback = access;
        w.core_feedback = core;
        return w;
    }
    static rtp::Header header(Octets octets) {
        return *rtp::Header::parse({octets.data(), octets.size(), octets.size()});
    }
    void video_from_wic(std::uint16_t sequence) {
        from_wic(protect(rtp(h264, sequence, sequence * 3000u, wic_ssrc)), wic);
    }
    /// The feedback in the newest compound to the WIC, respectively to the core.
    rtcp::Element feedback_to_wic() {
        kept = heard_by_wic(true);
        return last_of(kept);
    }
    rtcp::Element feedback_to_core() {
        kept = sink.core.back().octets;
        CHECK(sink.core.back().port == CorePort::rtcp);
        CHECK(sink.core.back().stream == 1);
        return last_of(kept);
    }
    static rtcp::Element last_of(const Octets& octets) {
        auto compound = rtcp::Compound::parse(octets);
        REQUIRE(compound);
        const auto first = compound->next();
        REQUIRE(first);
        CHECK(first->type == rtcp::Type::receiver_report);  // a compound begins with a report
        auto last = *first;
        while (const auto element = compound->next()) last = *element;
        return last;
    }
    template <typename Message>
    static Octets octets_of(const Message& message) {
        std::array<std::uint8_t, 100> out{};
        return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(message.write(out))};
    }

    const IpEndpoint video_phone = endpoint("198.51.100.4", 4002), video_phone_rtcp = endpoint("198.51.100.4", 4003);
    std::uint32_t gateway_to_wic = 0, gateway_to_core = 0;
    Octets kept;
};

}  // namespace

TEST_CASE("VID-03: FIR of the core becomes PLI with the WIC's SSRC, and PLI of the WIC goes to the core, throttled") {
    VideoCall call;
    const auto fir = VideoCall::octets_of(rtcp::FullIntraRequest{phone_ssrc, call.gateway_to_core, 1});
    const auto before = call.sink.access.size();
    call.from_phone(fir, CorePort::rtcp, &call.video_phone_rtcp, 1);
    REQUIRE(call.sink.access.size() == before + 1);
    const auto pli = rtcp::PictureLoss::parse(call.feedback_to_wic());
    REQUIRE(pli);
    CHECK(pli->media == wic_ssrc);
    CHECK(pli->sender == call.gateway_to_wic);
    call.from_phone(fir, CorePort::rtcp, &call.video_phone_rtcp, 1);
    CHECK(call.sink.access.size() == before + 1);
    call.now += milliseconds(400);
    call.from_phone(fir, CorePort::rtcp, &call.video_phone_rtcp, 1);
    CHECK(call.sink.access.size() == before + 2);

    call.from_wic(call.protect(VideoCall::octets_of(rtcp::PictureLoss{wic_ssrc, call.gateway_to_wic}), true), call.wic);
    const auto at_core = rtcp::PictureLoss::parse(call.feedback_to_core());
    REQUIRE(at_core);
    CHECK(at_core->media == phone_ssrc);
    CHECK(at_core->sender == call.gateway_to_core);
}

TEST_CASE("VID-03: where only FIR was agreed it is FIR, each with the next command number") {
    VideoCall call({true, true, true}, {false, false, true});
    const auto pli = VideoCall::octets_of(rtcp::PictureLoss{wic_ssrc, call.gateway_to_wic});
    for (std::uint8_t command = 0; command < 2; ++command) {
        call.from_wic(call.protect(pli, true), call.wic);
        const auto element = call.feedback_to_core();
        CHECK(rtcp::FullIntraRequest::asks(element, phone_ssrc));
        CHECK(element.body[12] == command);
        call.now += milliseconds(400);
    }
}

TEST_CASE("AGW-16: a core without feedback gets none, and one about a foreign SSRC goes nowhere") {
    VideoCall call({true, true, true}, {});
    const auto sent = call.sink.core.size();
    call.from_wic(call.protect(VideoCall::octets_of(rtcp::PictureLoss{wic_ssrc, call.gateway_to_wic}), true), call.wic);
    CHECK(call.sink.core.size() == sent);
    const auto access = call.sink.access.size();
    call.from_phone(VideoCall::octets_of(rtcp::PictureLoss{phone_ssrc, 12345}), CorePort::rtcp, &call.video_phone_rtcp,
                    1);
    CHECK(call.sink.access.size() == access);
}

TEST_CASE("VID-06: a NACK of the WIC is answered with the same octets, and the core hears nothing of it") {
    VideoCall call;
    const auto lost = call.sink.access.back().octets;
    const auto sequence = VideoCall::header(lost).sequence;
    for (std::uint16_t i = 1; i < 10; ++i)
        call.from_phone(Bench::rtp(on_core, static_cast<std::uint16_t>(50 + i), 0, phone_ssrc), CorePort::rtp,
                        &call.video_phone, 1);
    std::array<std::uint8_t, 100> out{};
    const std::array<std::uint16_t, 1> wanted{sequence};
    const auto size = rtcp::write_nack(out, wic_ssrc, call.gateway_to_wic, wanted);
    const auto core = call.sink.core.size();
    call.from_wic(call.protect({out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)}, true), call.wic);
    CHECK(call.sink.access.back().octets == lost);
    CHECK(call.host.counted("agw.packets_repeated") == 1);
    CHECK(call.sink.core.size() == core);
}

TEST_CASE("VID-03: a loss on W3 is asked for again, and a long one ends with a key frame") {
    VideoCall call;
    call.video_from_wic(4);
    const auto nack = rtcp::GenericNack::parse(call.feedback_to_wic());
    REQUIRE(nack);
    CHECK(nack->media() == wic_ssrc);
    std::vector<std::uint16_t> asked;
    nack->for_each([&](std::uint16_t s) { asked.push_back(s); });
    CHECK(asked == std::vector<std::uint16_t>{2, 3});
    const auto first = VideoCall::header(call.sink.core.back().octets).sequence;
    call.video_from_wic(2);
    CHECK(VideoCall::header(call.sink.core.back().octets).sequence == static_cast<std::uint16_t>(first - 2));
    call.video_from_wic(500);
    CHECK(rtcp::PictureLoss::parse(call.feedback_to_wic()));
}

TEST_CASE("AGW-16: the WIC is told how its packets arrive: by transport-wide feedback") {
    VideoCall call;
    const auto before = call.sink.access.size();
    for (std::uint8_t i = 0; i < 5; ++i) {
        auto octets = Bench::rtp(h264, static_cast<std::uint16_t>(2 + i), 0, wic_ssrc);
        const Octets extension{0xBE, 0xDE, 0, 1, 0x31, 0, static_cast<std::uint8_t>(40 + i), 0};
        octets.insert(octets.begin() + 12, extension.begin(), extension.end());
        octets[0] |= 0x10;
        call.from_wic(call.protect(octets), call.wic);
        CHECK((call.sink.core.back().octets[0] & 0x10) == 0);  // and the core does not see it
    }
    CHECK(call.sink.access.size() == before);
    call.pass(milliseconds(60));
    REQUIRE(call.sink.access.size() == before + 1);
    const auto element = call.feedback_to_wic();
    CHECK(element.type == rtcp::Type::transport_feedback);
    CHECK(element.count == 15);
    CHECK(get_u16(&element.body[8]) == 40);
    CHECK(get_u16(&element.body[10]) == 5);
}

TEST_CASE("AGW-16: and by REMB, each second, where only that was agreed") {
    VideoCall call({true, true, true, true, false});
    call.listen();
    call.to_wic.clear();
    call.run(milliseconds(1100));
    Octets told;
    for (const auto& heard : call.to_wic)
        if (heard.types.back() == rtcp::Type::payload_feedback) {
            CHECK(told.empty());
            told = heard.octets;
        }
    REQUIRE_FALSE(told.empty());
    const auto element = VideoCall::last_of(told);
    CHECK(element.count == 15);
    CHECK(get_u32(&element.body[element.body.size() - 4]) == wic_ssrc);
}

TEST_CASE("VID-03: a key frame is asked for when the core begins to listen") {
    VideoCall call;
    call.now += milliseconds(400);
    const auto before = call.sink.access.size();
    iq::ConfigureRequest request;
    request.streams = {call.video_spec()};
    REQUIRE(call.context->configure(request, call.now).ok());
    REQUIRE(call.sink.access.size() == before + 1);
    CHECK(rtcp::PictureLoss::parse(call.feedback_to_wic())->media == wic_ssrc);
}
