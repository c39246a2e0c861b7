// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <random>
#include <string>

#include "common/sdp/session_description.hpp"

using namespace wims;

namespace {

const std::string seed_text =
    "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
    "m=audio 54609 UDP/TLS/RTP/SAVPF 111 9 0\r\nb=AS:80\r\na=ice-ufrag:aB3d\r\na=ice-pwd:0123456789abcdefghijkl\r\n"
    "a=candidate:1 1 udp 2122260223 192.0.2.1 54609 typ host\r\na=setup:actpass\r\na=mid:0\r\n"
    "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=rtcp-mux\r\n"
    "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
    "a=mid:1\r\na=sctp-port:5000\r\n";

void mutate(std::string& text, std::mt19937& random) {
    constexpr std::string_view likely = "\r\n=: /0129am\0\x7f\xff";
    const auto at = random() % text.size();
    const auto length = 1 + random() % 12;
    switch (random() % 5) {
        case 0: text[at] = static_cast<char>(random()); break;
        case 1: text[at] = likely[random() % likely.size()]; break;
        case 2: text.erase(at, length); break;
        case 3: text.insert(at, text.substr(random() % text.size(), length)); break;
        default: text.insert(at, 1, likely[random() % likely.size()]);
    }
    if (text.empty()) text = "v";
}

}  // namespace

TEST_CASE("E27: 20,000 damaged descriptions are refused with 400 or read to what prints and reads the same") {
    std::mt19937 random(20261121);
    std::size_t refused = 0, accepted = 0;
    for (int i = 0; i < 20000; ++i) {
        auto text = seed_text;
        for (auto n = 1 + random() % 4; n > 0; --n) mutate(text, random);
        const auto parsed = sdp::parse(text);
        if (!parsed) {
            ++refused;
            REQUIRE(parsed.error().status == 400);
            continue;
        }
        ++accepted;
        const auto again = sdp::parse(sdp::to_string(*parsed));
        REQUIRE(again.ok());
        REQUIRE(*again == *parsed);
    }
    CHECK(refused > 1000);
    CHECK(accepted > 1000);
}
