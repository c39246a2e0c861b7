// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <wims/signalling/ims_alg.hpp>

#include "offers.hpp"
#include "peers.hpp"
#include "signalling/ims_alg/h264.hpp"

using namespace wims;
using namespace wims::ims_alg;
using namespace wims::test;

namespace {

/// A call of Chromium with video, answered by a phone with this m=video section.
struct VideoCall {
    explicit VideoCall(const std::string& video, Policy policy = {}) : call(policy) {
        REQUIRE(call.offer(Side::access, crlf(captured_audio_video_data)).ok());
        call.reserved(gateway(2));
        core = call.forwarded_offer();
        const auto plan = call.answer(Side::core, crlf("v=0\no=p 1 1 IN IP4 10.20.0.9\ns=-\nc=IN IP4 10.20.0.9\nt=0 0\n"
                                                       "m=audio 40000 RTP/AVP 8\n" +
                                                       video + "m=application 0 UDP/DTLS/SCTP x\n"));
        REQUIRE(plan.ok());
        streams = plan->streams;
        answer = call.forwarded_answer();
    }
    const sdp::MediaDescription video() const { return parsed(answer).media.at(1); }

    Negotiation call;
    std::string core, answer;
    std::vector<iq::StreamSpec> streams;
};

const std::string h264_answer =
    "m=video 40002 RTP/AVPF 97\na=rtpmap:97 H264/90000\n"
    "a=fmtp:97 profile-level-id=42e00c;packetization-mode=1\na=rtcp-fb:97 nack pli\na=rtcp-fb:* ccm fir\n"
    "a=extmap:13 urn:3gpp:video-orientation\n";

std::string type_of(const std::string& core, std::string_view rtpmap) {
    for (const auto& line : lines_with(core, "a=rtpmap:"))
        if (line.ends_with(rtpmap)) return line.substr(9, line.find(' ') - 9);
    return {};
}

}  // namespace

TEST_CASE("VID-01 AGW-16: Chromium's video with a phone of H.264: feedback of each leg, orientation through, no RTX") {
    const VideoCall probe(h264_answer);
    const auto number = type_of(probe.core, "H264/90000");
    auto text = h264_answer;
    for (std::size_t at = 0; (at = text.find("97", at)) != std::string::npos; at += number.size())
        text.replace(at, 2, number);
    const VideoCall call(text);
    CHECK(call.core.find("rtx") == std::string::npos);
    CHECK(lines_with(call.core, "a=rtcp-fb:" + number) ==
          std::vector<std::string>{"a=rtcp-fb:" + number + " nack pli", "a=rtcp-fb:" + number + " ccm fir"});
    CHECK(lines_with(call.core, "a=extmap").size() == 1);

    REQUIRE(call.streams.size() == 2);
    const auto& spec = call.streams[1];
    CHECK(spec.core_feedback == iq::Feedback{false, true, true, false, false});
    CHECK(spec.access_feedback == iq::Feedback{true, true, true, false, true, true});
    CHECK(call.video().section.has("rtcp-rsize"));
    CHECK(call.core.find("rtcp-rsize") == std::string::npos);
    REQUIRE(spec.payloads.size() == 1);
    CHECK(spec.payloads[0].encoding == "H264");
    bool orientation = false, transport_numbers = false;
    for (const auto& e : spec.extensions) {
        orientation |= e.uri == "urn:3gpp:video-orientation" && e.access_id == 13 && e.core_id == 13;
        transport_numbers |= e.uri.ends_with("-01") && e.access_id == 3 && e.core_id == 0;
    }
    CHECK(orientation);
    CHECK(transport_numbers);

    const auto video = call.video();
    CHECK(video.port != 0);
    CHECK_FALSE(video.section.has("simulcast"));
    CHECK(lines_with(call.answer, "a=extmap:13").size() == 1);
    bool transport_cc = false, remb = false;
    for (const auto value : video.section.attributes("rtcp-fb")) {
        transport_cc |= value.ends_with("transport-cc");
        remb |= value.ends_with("goog-remb");
    }
    CHECK(transport_cc);
    CHECK_FALSE(remb);
}

TEST_CASE("VID-04: no video codec in common: m=video 0, and the audio goes on") {
    const VideoCall call("m=video 40002 RTP/AVPF 34\na=rtpmap:34 H263/90000\n");
    CHECK(call.video().port == 0);
    CHECK(parsed(call.answer).media[0].port != 0);
    CHECK(lines_with(call.answer, "a=group") == std::vector<std::string>{"a=group:BUNDLE 0"});
}

TEST_CASE("AGW-16: a core for AVP only is offered no feedback") {
    const VideoCall call("m=video 0 RTP/AVP 97\n", Policy{.core_avpf = false});
    CHECK(parsed(call.core).media[1].proto == "RTP/AVP");
    CHECK(lines_with(call.core, "a=rtcp-fb").empty());
}

TEST_CASE("VID-02: a profile is the offered one or none, a level is kept or lowered") {
    const auto h264 = [](const char* text) { return H264::parse(text); };
    CHECK(h264("profile-level-id=42e01f;packetization-mode=1").constrained_baseline());
    CHECK_FALSE(h264("profile-level-id=42001f").constrained_baseline());
    CHECK(h264("profile-level-id=42e01f").same_profile(h264("profile-level-id=42c00c")));
    CHECK_FALSE(h264("profile-level-id=42e01f").same_profile(h264("profile-level-id=64001f")));
    CHECK(h264("packetization-mode=1; profile-level-id=42e01f").level() == 0x1f);
    CHECK(level_kept("profile-level-id=42e01f", "profile-level-id=42e00c") == "profile-level-id=42e00c");
    CHECK(level_kept("profile-level-id=42e00c", "profile-level-id=42e01f") == "profile-level-id=42e00c");
    const char* both = "profile-level-id=42e01f;level-asymmetry-allowed=1";
    CHECK(level_kept(both, "profile-level-id=42e00c;level-asymmetry-allowed=1") == both);
    CHECK(level_kept("profile-level-id=zzzzzz", "profile-level-id=42e00a") != "");
}

TEST_CASE("BND-03: the core offers audio and video: the second m-line is bundle-only to the WIC") {
    Negotiation call{Policy{}};
    const auto plan = call.offer(Side::core, crlf("v=0\no=p 1 1 IN IP4 10.20.0.9\ns=-\nc=IN IP4 10.20.0.9\nt=0 0\n"
                                                  "m=audio 40000 RTP/AVP 8\nm=video 40002 RTP/AVPF 97\n"
                                                  "a=rtpmap:97 H264/90000\na=rtcp-fb:97 nack pli\n"));
    REQUIRE(plan.ok());
    CHECK(plan->streams.size() == 2);
    call.reserved(gateway(2));
    const auto offer = parsed(call.forwarded_offer());
    CHECK(offer.session.attribute("group") == "BUNDLE 0 1");
    CHECK(offer.media[1].port == 0);
    CHECK(offer.media[1].section.has("bundle-only"));
    CHECK(offer.media[0].port != 0);
    CHECK(offer.media[1].section.has("extmap"));
}
