// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "common/sdp/candidate.hpp"
#include "common/sdp/connection.hpp"
#include "common/sdp/direction.hpp"
#include "common/sdp/extmap.hpp"
#include "common/sdp/fingerprint.hpp"
#include "common/sdp/fmtp.hpp"
#include "common/sdp/group.hpp"
#include "common/sdp/origin.hpp"
#include "common/sdp/rtcp.hpp"
#include "common/sdp/rtpmap.hpp"
#include "common/sdp/setup.hpp"

using namespace wims::sdp;

namespace {

/// Reads the text and writes it back.
template <class T>
std::string again(std::string_view text) {
    const auto parsed = T::parse(text);
    return parsed ? parsed->to_string() : "malformed";
}

}  // namespace

TEST_CASE("SDP elements: what was read is written") {
    CHECK(again<Origin>("- 46117314004300513361234567890 2 IN IP4 127.0.0.1") ==
          "- 46117314004300513361234567890 2 IN IP4 127.0.0.1");
    CHECK(again<Origin>("a 1 2 IN IP5 127.0.0.1") == "malformed");
    CHECK(again<Rtpmap>("111 opus/48000/2") == "111 opus/48000/2");
    CHECK(again<Rtpmap>("9 G722/8000/1") == "9 G722/8000");
    CHECK(again<Fmtp>("111 minptime=10;  useinbandfec=1") == "111 minptime=10;  useinbandfec=1");
    CHECK(again<Rtcp>("9 IN IP4 0.0.0.0") == "9 IN IP4 0.0.0.0");
    CHECK(again<Rtcp>("30001") == "30001");
    CHECK(again<Group>("BUNDLE 0 1 audio") == "BUNDLE 0 1 audio");
    CHECK(again<Group>("BUNDLE") == "BUNDLE");
    CHECK(again<Extmap>("2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level a b") ==
          "2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level a b");
    CHECK(again<Fingerprint>("SHA-1 aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd") ==
          "sha-1 AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD");
    CHECK(again<Fingerprint>("sha-1 aa:bb") == "malformed");
    CHECK(again<Candidate>("1 1 udp 2122260223 192.0.2.1 54609 typ srflx raddr 10.0.0.1 rport 9 generation 0") ==
          "1 1 udp 2122260223 192.0.2.1 54609 typ srflx raddr 10.0.0.1 rport 9 generation 0");
    CHECK(again<Candidate>("1 0 udp 1 192.0.2.1 9 typ host") == "malformed");
    CHECK(again<Candidate>("1 1 udp 1 192.0.2.1 9 host") == "malformed");
}

TEST_CASE("SDP connection: numeric, unspecified, multicast") {
    CHECK(Connection::parse("IN IP4 224.2.1.1/127")->multicast());
    CHECK(Connection::parse("IN IP6 ff02::1")->multicast());
    CHECK(Connection::parse("IN IP4 0.0.0.0")->unspecified());
    CHECK(Connection::parse("IN IP6 ::")->unspecified());
    CHECK_FALSE(Connection::parse("IN IP4 0.0.0.1")->unspecified());
    CHECK_FALSE(Connection::parse("IN IP4 host.example")->numeric());
    CHECK_FALSE(Connection::parse("IN IP4 2001:db8::1")->numeric());
    CHECK(Connection::of("2001:db8::1").to_string() == "IN IP6 2001:db8::1");
}

TEST_CASE("SDP setup and direction") {
    CHECK(parse_setup("actpass") == Setup::actpass);
    CHECK_FALSE(parse_setup("ACTPASS").has_value());
    Section session, media;
    CHECK(direction_of(session, media) == Direction{true, true});
    session.add_flag("sendonly");
    CHECK(to_string(direction_of(session, media)) == "sendonly");
    media.add_flag("inactive");
    CHECK(to_string(direction_of(session, media)) == "inactive");
    CHECK(Direction{true, false}.reversed() == Direction{false, true});
}
