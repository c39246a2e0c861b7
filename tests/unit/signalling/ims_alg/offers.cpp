// SPDX-License-Identifier: Apache-2.0
#include "offers.hpp"

namespace wims::test {

std::string crlf(std::string_view text) {
    std::string out;
    for (const char c : text) c == '\n' ? out.append("\r\n") : out.append(1, c);
    return out;
}

iq::Reserved gateway(std::size_t streams) {
    iq::Reserved r;
    r.context = 7;
    r.access.ice = {"gwuf", "gatewaypasswordgatewaypw"};
    r.access.ice_lite = true;
    r.access.candidates = {{"1", 1, "UDP", 2130706431, "198.51.100.10", 20000, "host"}};
    r.access.fingerprints = {{"sha-256",
                              "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:"
                              "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF"}};
    r.access_address = {"198.51.100.10", 20000};
    for (std::size_t i = 0; i < streams; ++i) {
        const auto port = static_cast<std::uint16_t>(30000 + 2 * i);
        r.core.push_back({static_cast<iq::StreamId>(i), {"10.10.1.5", port}, {"10.10.1.5", std::uint16_t(port + 1)}});
    }
    return r;
}

#define WIMS_TEST_FINGERPRINT                                                                                       \
    "a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:" \
    "CE:E6:0F\n"

#define WIMS_TEST_TRANSPORT                                                                                       \
    "a=ice-ufrag:aB3d\na=ice-pwd:0123456789abcdefghijkl+/\na=ice-options:trickle\n"                               \
    "a=candidate:1467250027 1 udp 2122260223 203.0.113.141 54609 typ host generation 0\n"                         \
    "a=candidate:2 1 udp 2122194687 5c2d9e4a-0b6e-4e0a-9d6b-8d1b5b0f7a11.local 54610 typ host\n"                  \
    "a=candidate:3 1 tcp 1518280447 203.0.113.141 9 typ host tcptype active generation 0\n" WIMS_TEST_FINGERPRINT \
    "a=setup:actpass\n"

const std::string_view worked_offer =
    "v=0\no=- 4611731400430051336 2 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE 0\na=msid-semantic: WMS s1\n"
    "m=audio 54609 UDP/TLS/RTP/SAVPF 111 9 0 8 110 126\nc=IN IP4 203.0.113.141\n" WIMS_TEST_TRANSPORT
    "a=mid:0\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\n"
    "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\n"
    "a=sendrecv\na=msid:s1 a1\na=rtcp-mux\na=rtpmap:111 opus/48000/2\na=rtcp-fb:111 transport-cc\n"
    "a=fmtp:111 minptime=10;useinbandfec=1\na=rtpmap:9 G722/8000\na=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\n"
    "a=rtpmap:110 telephone-event/48000\na=rtpmap:126 telephone-event/8000\na=ssrc:1001 cname:x\n";

const std::string_view worked_bundle =
    "v=0\no=- 1 2 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE 0 1\n"
    "m=audio 54609 UDP/TLS/RTP/SAVPF 111 8\nc=IN IP4 203.0.113.141\na=mid:0\na=rtcp-mux\n" WIMS_TEST_TRANSPORT
    "a=rtpmap:111 opus/48000/2\n"
    "m=video 0 UDP/TLS/RTP/SAVPF 102\nc=IN IP4 0.0.0.0\na=bundle-only\na=mid:1\na=rtcp-mux\n"
    "a=rtpmap:102 H264/90000\n";

const std::string_view worked_balanced =
    "v=0\no=- 1 2 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE 0 1\n"
    "m=audio 54609 UDP/TLS/RTP/SAVPF 111 8\nc=IN IP4 203.0.113.141\na=mid:0\na=rtcp-mux\n" WIMS_TEST_TRANSPORT
    "a=rtpmap:111 opus/48000/2\n"
    "m=video 54611 UDP/TLS/RTP/SAVPF 102\nc=IN IP4 203.0.113.141\na=mid:1\na=rtcp-mux\n" WIMS_TEST_TRANSPORT
    "a=rtpmap:102 H264/90000\n";

#define WIMS_TEST_CHROMIUM_AUDIO                                                                                \
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\nc=IN IP4 0.0.0.0\na=rtcp:9 IN IP4 0.0.0.0\n"          \
    "a=ice-ufrag:7sFv\na=ice-pwd:dOTZKZNVlO9RSGsEGM63JXT2\na=ice-options:trickle\n" WIMS_TEST_FINGERPRINT       \
    "a=setup:actpass\na=mid:0\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\n"                        \
    "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\n"                                   \
    "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\n"                    \
    "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\na=sendrecv\n"                                              \
    "a=msid:61317484-2ed4-49d7-9eb7-1414322a7aae 0f1b0d5c-7f0a-4f52-9c30-6a2c8ce0a8b5\na=rtcp-mux\n"            \
    "a=rtcp-rsize\na=rtpmap:111 opus/48000/2\na=rtcp-fb:111 transport-cc\n"                                     \
    "a=fmtp:111 minptime=10;useinbandfec=1\na=rtpmap:63 red/48000/2\na=fmtp:63 111/111\na=rtpmap:9 G722/8000\n" \
    "a=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\na=rtpmap:13 CN/8000\na=rtpmap:110 telephone-event/48000\n"     \
    "a=rtpmap:126 telephone-event/8000\na=ssrc:2519842304 cname:QzRkX9v6Y1s6f8mA\n"                             \
    "a=ssrc:2519842304 msid:61317484-2ed4-49d7-9eb7-1414322a7aae 0f1b0d5c-7f0a-4f52-9c30-6a2c8ce0a8b5\n"

const std::string_view chromium_audio =
    "v=0\no=- 7614219274584779017 2 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE 0\na=extmap-allow-mixed\n"
    "a=msid-semantic: WMS 61317484-2ed4-49d7-9eb7-1414322a7aae\n" WIMS_TEST_CHROMIUM_AUDIO;

const std::string_view chromium_audio_video_data =
    "v=0\no=- 7614219274584779017 2 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE 0 1 2\na=extmap-allow-mixed\n"
    "a=msid-semantic: WMS\n" WIMS_TEST_CHROMIUM_AUDIO
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104 45 46 98 99 112\nc=IN IP4 0.0.0.0\na=rtcp:9 IN IP4 0.0.0.0\n"
    "a=ice-ufrag:7sFv\na=ice-pwd:dOTZKZNVlO9RSGsEGM63JXT2\na=ice-options:trickle\n" WIMS_TEST_FINGERPRINT
    "a=setup:actpass\na=mid:1\na=extmap:14 urn:ietf:params:rtp-hdrext:toffset\n"
    "a=extmap:13 urn:3gpp:video-orientation\na=sendrecv\na=rtcp-mux\na=rtcp-rsize\na=rtpmap:96 VP8/90000\n"
    "a=rtcp-fb:96 goog-remb\na=rtcp-fb:96 transport-cc\na=rtcp-fb:96 ccm fir\na=rtcp-fb:96 nack pli\n"
    "a=rtpmap:97 rtx/90000\na=fmtp:97 apt=96\na=rtpmap:103 H264/90000\n"
    "a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\na=rtpmap:104 rtx/90000\n"
    "a=fmtp:104 apt=103\na=rtpmap:45 AV1/90000\na=rtpmap:46 rtx/90000\na=rtpmap:98 VP9/90000\na=rtpmap:99 rtx/90000\n"
    "a=rtpmap:112 red/90000\na=ssrc-group:FID 1 2\na=ssrc:1 cname:x\na=rid:hi send\na=simulcast:send hi\n"
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\nc=IN IP4 0.0.0.0\na=ice-ufrag:7sFv\n"
    "a=ice-pwd:dOTZKZNVlO9RSGsEGM63JXT2\n" WIMS_TEST_FINGERPRINT
    "a=setup:actpass\na=mid:2\na=sctp-port:5000\na=max-message-size:262144\n";

const std::string_view firefox_audio =
    "v=0\no=mozilla...THIS_IS_SDPARTA-99.0 3217411205934581231 0 IN IP4 0.0.0.0\ns=-\nt=0 0\n" WIMS_TEST_FINGERPRINT
    "a=group:BUNDLE 0\na=ice-options:trickle\na=msid-semantic:WMS *\n"
    "m=audio 57231 UDP/TLS/RTP/SAVPF 109 9 0 8 101\nc=IN IP4 192.168.178.33\n"
    "a=candidate:0 1 UDP 2122252543 192.168.178.33 57231 typ host\n"
    "a=candidate:1 1 TCP 2105524479 192.168.178.33 9 typ host tcptype active\na=sendrecv\na=end-of-candidates\n"
    "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\n"
    "a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level\na=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid\n"
    "a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1\na=fmtp:101 0-15\n"
    "a=ice-pwd:b2e1ba4a9a4a1bdc1c7f1b3b6d3cf8a5\na=ice-ufrag:9e2c8d01\na=mid:0\n"
    "a=msid:{4c2b3f5e-8b52-4a3c-8e71-e2f3f96c5d2e} {d61a5a14-a5b5-4b71-a3be-1d8c4e7ac6f9}\na=rtcp-mux\n"
    "a=rtpmap:109 opus/48000/2\na=rtpmap:9 G722/8000/1\na=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\n"
    "a=rtpmap:101 telephone-event/8000\na=setup:actpass\na=ssrc:3184534672 cname:{0c7b9b86-93a6-4d3a-9a1c}\n";

const std::string_view safari_audio =
    "v=0\no=- 8723949483421 2 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE audio\na=msid-semantic: WMS\n"
    "m=audio 61665 UDP/TLS/RTP/SAVPF 111 103 9 102 0 8 105 13 110 113 126\nc=IN IP4 17.0.0.4\n"
    "a=rtcp:9 IN IP4 0.0.0.0\na=candidate:842163049 1 udp 1677729535 17.0.0.4 61665 typ srflx raddr 0.0.0.0 rport 0\n"
    "a=ice-ufrag:kA+p\na=ice-pwd:NWRx9ZC9cK2VKZrmX1aKkXZ6\na=ice-options:trickle renomination\n" WIMS_TEST_FINGERPRINT
    "a=setup:actpass\na=mid:audio\na=sendrecv\na=rtcp-mux\na=rtpmap:111 opus/48000/2\n"
    "a=fmtp:111 minptime=10;useinbandfec=1\na=rtpmap:103 ISAC/16000\na=rtpmap:9 G722/8000\na=rtpmap:102 ILBC/8000\n"
    "a=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\na=rtpmap:105 CN/16000\na=rtpmap:13 CN/8000\n"
    "a=rtpmap:110 telephone-event/48000\na=rtpmap:113 telephone-event/16000\na=rtpmap:126 telephone-event/8000\n";

const std::string_view sipml5_audio =
    "v=0\no=- 1839742034 1 IN IP4 127.0.0.1\ns=Doubango Telecom - chrome\nt=0 0\n"
    "m=audio 62359 RTP/SAVPF 111 0 8 126\nc=IN IP4 203.0.113.9\na=rtcp:62361 IN IP4 203.0.113.9\n"
    "a=candidate:12 1 udp 2113937151 203.0.113.9 62359 typ host generation 0\n"
    "a=candidate:12 2 udp 2113937150 203.0.113.9 62361 typ host generation 0\n"
    "a=ice-ufrag:5TCf+pHMnKNEe9cP\na=ice-pwd:o8rwlVu+J6kVdYcb+YPmB3Ij\na=ice-options:google-ice\n" WIMS_TEST_FINGERPRINT
    "a=setup:actpass\na=sendrecv\na=rtcp-mux\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\n"
    "a=rtpmap:111 opus/48000/2\na=fmtp:111 minptime=10\na=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\n"
    "a=rtpmap:126 telephone-event/8000\na=maxptime:60\na=ssrc:377822139 cname:wCZ0IKYfiXEPIjaq\n";

const std::string_view phone_offer =
    "v=0\no=phone 1 1 IN IP4 10.20.0.9\ns=call\nc=IN IP4 10.20.0.9\nt=0 0\n"
    "m=audio 40000 RTP/AVP 8 0 101\na=rtpmap:8 PCMA/8000\na=rtpmap:0 PCMU/8000\na=rtpmap:101 telephone-event/8000\n"
    "a=fmtp:101 0-15\na=ptime:20\na=sendrecv\n";

const std::string_view phone_answer =
    "v=0\no=phone 1 1 IN IP4 10.20.0.9\ns=call\nc=IN IP4 10.20.0.9\nt=0 0\n"
    "m=audio 40000 RTP/AVP 8 98\na=rtpmap:8 PCMA/8000\na=rtpmap:98 telephone-event/8000\na=fmtp:98 0-15\n";

}  // namespace wims::test
