// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/phone/phone_sdp.hpp"

#include <doctest/doctest.h>

using namespace wims::mini_ims;

namespace {
const std::string offer =
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
    "m=video 5000 RTP/AVP 96\r\n"
    "m=audio 5004 RTP/AVP 111 8 0 97\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:97 telephone-event/8000\r\n"
    "a=rtcp:5010 IN IP4 192.0.2.9\r\na=sendonly\r\n";
}

TEST_CASE("AUD-01 AUD-06: the first G.711 of the peer, telephone-event at 8000, RTCP where it says") {
    const auto sdp = PhoneSdp::parse(offer);
    REQUIRE(sdp);
    CHECK(sdp->rtp == wims::TransportAddress{"192.0.2.1", 5004});
    CHECK(sdp->rtcp == wims::TransportAddress{"192.0.2.9", 5010});
    CHECK(sdp->law == G711::pcma);
    CHECK(sdp->event_type == 97);
    CHECK(sdp->peer_sends);
    CHECK_FALSE(sdp->peer_receives);
    CHECK(sdp->audio_index == 1);
}

TEST_CASE("ALG-09: without a=rtcp it is the next port; the stream's own c= line counts") {
    const auto sdp = PhoneSdp::parse("v=0\r\nm=audio 5004 RTP/AVP 0\r\nc=IN IP4 192.0.2.7\r\n");
    REQUIRE(sdp);
    CHECK(sdp->rtcp == wims::TransportAddress{"192.0.2.7", 5005});
    CHECK_FALSE(sdp->event_type);
}

TEST_CASE("AUD-01: what a G.711 phone cannot speak is 488") {
    for (const char* media : {"m=audio 5004 RTP/SAVP 0", "m=audio 5004 UDP/TLS/RTP/SAVPF 0", "m=audio 0 RTP/AVP 0",
                              "m=audio 5004 RTP/AVP 96", "m=video 5004 RTP/AVP 0", "m=audio 99999 RTP/AVP 0"}) {
        CAPTURE(media);
        const auto sdp = PhoneSdp::parse(std::string("v=0\r\nc=IN IP4 192.0.2.1\r\n") + media + "\r\n");
        REQUIRE_FALSE(sdp);
        CHECK(sdp.error().status == 488);
    }
    CHECK_FALSE(PhoneSdp::parse(""));
    CHECK_FALSE(PhoneSdp::parse("v=0\r\nm=audio 5004 RTP/AVP 0\r\n"));  // no address
    CHECK_FALSE(PhoneSdp::parse("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 5004 RTP/AVP 0\r\na=rtpmap:0 G722/8000\r\n"));
}

TEST_CASE("AUD-01: an answer has a line for each line of the offer, the others refused, the direction mirrored") {
    PhoneDescription own("192.0.2.40", 40000, 7);
    const auto text = own.answer(*PhoneSdp::parse(offer));
    CHECK(text.find("m=video 0 RTP/AVP 96\r\nm=audio 40000 RTP/AVP 8 97\r\n") != std::string::npos);
    CHECK(text.find("a=recvonly") != std::string::npos);
    CHECK(text.find("opus") == std::string::npos);
    CHECK(text.find("a=rtcp:40001\r\n") != std::string::npos);
    CHECK(text.find("o=phone 7 1 ") != std::string::npos);
    CHECK(own.answer(*PhoneSdp::parse(offer)).find("o=phone 7 2 ") != std::string::npos);
}

TEST_CASE("AUD-01 AUD-06: an offer is understood by its own reader") {
    PhoneDescription own("192.0.2.40", 40000, 7);
    const auto sdp = PhoneSdp::parse(own.offer());
    REQUIRE(sdp);
    CHECK(sdp->law == G711::pcmu);
    CHECK(sdp->event_type == 101);
    CHECK(sdp->rtcp.port == 40001);
}

TEST_CASE(
    "VID-01: a phone with a screen takes the first of H.264 and VP8 as it was offered, with feedback where the offer has it") {
    const std::string video_offer =
        "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 5004 RTP/AVP 0\r\nm=video 5006 RTP/AVPF 98 97 96\r\na=rtpmap:98 AV1/90000\r\n"
        "a=rtpmap:97 H264/90000\r\na=fmtp:97 profile-level-id=42e01f;packetization-mode=1\r\na=rtpmap:96 VP8/90000\r\n";
    const auto sdp = PhoneSdp::parse(video_offer);
    REQUIRE(sdp);
    REQUIRE(sdp->video);
    CHECK(sdp->video->type == 97);
    CHECK(sdp->video->rtcp.port == 5007);
    PhoneDescription own("192.0.2.40", 40000, 7);
    const auto with = own.answer(*sdp, 40002);
    CHECK(with.find("m=video 40002 RTP/AVPF 97\r\na=rtpmap:97 H264/90000\r\n"
                    "a=fmtp:97 profile-level-id=42e01f;packetization-mode=1\r\n") != std::string::npos);
    CHECK(with.find("a=rtcp-fb:97 nack pli\r\n") != std::string::npos);
    CHECK(own.answer(*sdp).find("m=video 0 RTP/AVPF 98 97 96\r\n") != std::string::npos);
}
