// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/session_description.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace wims;

namespace {

const std::string minimal = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n";

std::string with(const std::string& lines) { return minimal + lines; }

}  // namespace

TEST_CASE("SDP: what is read is printed again, unknown lines in their place") {
    const auto text = with(
        "a=x-strange:1\r\nq=what\r\nm=audio 9/2 UDP/TLS/RTP/SAVPF 111 0\r\ni=title\r\nc=IN IP6 2001:db8::1\r\n"
        "a=rtpmap:111 opus/48000/2\r\na=unheard-of\r\nz=kept\r\na=candidate:what is this\r\n"
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=sctp-port:5000\r\n");
    const auto parsed = sdp::parse(text);
    REQUIRE(parsed.ok());
    CHECK(sdp::to_string(*parsed) == text);
    CHECK(parsed->media[0].port_count == 2);
    CHECK(parsed->media[0].section.lines()[2].number == 10);
    CHECK(parsed->media[1].section.attribute("sctp-port") == "5000");
}

TEST_CASE("SDP: LF, CRLF and a missing or doubled last line end read alike") {
    const auto crlf = sdp::parse(minimal);
    REQUIRE(crlf.ok());
    for (const auto* text :
         {"v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\n", "v=0\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\nt=0 0",
          "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n\r\n"}) {
        const auto parsed = sdp::parse(text);
        REQUIRE_MESSAGE(parsed.ok(), text);
        CHECK(*parsed == *crlf);
    }
}

TEST_CASE("E27: syntax errors name their line") {
    struct Row {
        std::string text;
        std::string at;  ///< how the error begins
    };
    const Row rows[] = {
        {"", "SDP line 1"},
        {"hello", "SDP line 1"},
        {"o=- 1 1 IN IP4 192.0.2.1\r\n", "SDP line 1: v="},
        {"v=1\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n", "SDP line 1"},
        {"v=0\r\ns=-\r\nt=0 0\r\n", "SDP line 3: exactly one o="},
        {"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nt=0 0\r\n", "SDP line 3: exactly one s="},
        {"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n", "SDP line 3: t="},
        {with("o=- 1 1 IN IP4 192.0.2.1\r\n"), "SDP line 5: exactly one o="},
        {"v=0\r\no=- x 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n", "SDP line 2"},
        {"v=0\r\no=- 1 1 IN IP4\r\ns=-\r\nt=0 0\r\n", "SDP line 2"},
        {with("\r\na=x\r\n"), "SDP line 5: not of the form"},
        {with("a\r\n"), "SDP line 5"},
        {with("=x\r\n"), "SDP line 5"},
        {with(std::string("a=x\0y\r\n", 7)), "SDP line 5: control"},
        {with("a=x\ry\r\n"), "SDP line 5: control"},
        {with("a=\r\n"), "SDP line 5"},
        {with("a=:x\r\n"), "SDP line 5"},
        {with("c=IN IP4\r\n"), "SDP line 5: malformed c="},
        {with("c=ATM NSAP 1\r\n"), "SDP line 5"},
        {with("m=audio\r\n"), "SDP line 5: malformed m="},
        {with("m=audio 9 RTP/AVP\r\n"), "SDP line 5"},
        {with("m=audio 65536 RTP/AVP 0\r\n"), "SDP line 5"},
        {with("m=audio -1 RTP/AVP 0\r\n"), "SDP line 5"},
        {with("m=audio 9/0 RTP/AVP 0\r\n"), "SDP line 5"},
        {with("m=audio 9 RTP/AVP 128\r\n"), "SDP line 5"},
        {with("m=audio 9 RTP/AVP x\r\n"), "SDP line 5"},
        {with("m=audio 9 RTP//AVP 0\r\n"), "SDP line 5"},
        {with("m=audio 9 RTP/AVP 0\r\na=rtpmap:0\r\n"), "SDP line 6: malformed a=rtpmap"},
        {with("m=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU\r\n"), "SDP line 6"},
        {with("m=audio 9 RTP/AVP 0\r\na=rtpmap:300 PCMU/8000\r\n"), "SDP line 6"},
        {with("m=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU/0\r\n"), "SDP line 6"},
        {with("m=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU/99999999999\r\n"), "SDP line 6"},
        {with("m=audio 9 RTP/AVP 0\r\na=fmtp:\r\n"), "SDP line 6: malformed a=fmtp"},
        {with("m=audio 9 RTP/AVP 0\r\na=rtcp:x\r\n"), "SDP line 6: malformed a=rtcp"},
        {with("m=audio 9 RTP/AVP 0\r\na=rtcp:9 IN IP9 x\r\n"), "SDP line 6"},
        {with("a=fingerprint:sha-256 AB:CD\r\n"), "SDP line 5: malformed a=fingerprint"},
        {with("a=fingerprint:sha-256\r\n"), "SDP line 5"},
        {with("a=setup:maybe\r\n"), "SDP line 5: malformed a=setup"},
        {with("a=group:\r\n"), "SDP line 5: malformed a=group"},
        {with("a=extmap:x urn:y\r\n"), "SDP line 5: malformed a=extmap"},
        {with("m=audio 9 RTP/AVP 0\r\na=mid:\r\n"), "SDP line 6: malformed a=mid"},
        {with("m=audio 9 RTP/AVP 0\r\na=ice-ufrag:abc\r\n"), "SDP line 6: malformed a=ice-ufrag"},
        {with("m=audio 9 RTP/AVP 0\r\na=ice-pwd:short\r\n"), "SDP line 6: malformed a=ice-pwd"},
        {with("m=audio 9 RTP/AVP 0\r\na=mid:0\r\nm=video 9 RTP/AVP 31\r\na=mid:0\r\n"), "SDP line 7"},
    };
    for (const auto& row : rows) {
        const auto parsed = sdp::parse(row.text);
        REQUIRE_FALSE_MESSAGE(parsed.ok(), row.text);
        CHECK(parsed.error().status == 400);
        CHECK_MESSAGE(parsed.error().text.starts_with(row.at), parsed.error().text, " for ", row.text);
    }
}

TEST_CASE("E27: bounds on octets, lines, line length, m-lines and formats") {
    const auto refused = [](const std::string& text) {
        const auto parsed = sdp::parse(text);
        return !parsed && parsed.error().status == 400;
    };
    std::string lines = minimal, media = minimal, formats = "m=audio 9 RTP/AVP";
    for (int i = 0; i < 2000; ++i) lines += "a=x\r\n";
    for (int i = 0; i < 33; ++i) media += "m=audio 9 RTP/AVP 0\r\n";
    for (int i = 0; i < 129; ++i) formats += " 0";
    CHECK(refused(lines));
    CHECK(refused(media));
    CHECK(refused(with(formats + "\r\n")));
    CHECK(refused(with("a=x:" + std::string(5000, 'y') + "\r\n")));
    CHECK(refused(with(std::string(70000, 'y'))));
    CHECK(sdp::parse(media.substr(0, media.rfind("m="))).ok());
}
