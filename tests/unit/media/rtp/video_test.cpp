// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "media/rtp/bitrate_estimate.hpp"
#include "media/rtp/key_frame.hpp"
#include "media/rtp/missing_packets.hpp"
#include "media/rtp/packet_history.hpp"
#include "media/rtp/reception.hpp"

using namespace wims;
using namespace wims::media::rtp;
using std::chrono::milliseconds;

namespace {

using Octets = std::vector<std::uint8_t>;

std::vector<std::uint16_t> due(MissingPackets& missing, TimePoint now) {
    std::array<std::uint16_t, MissingPackets::most> out{};
    const auto n = missing.due(now, out);
    return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(n)};
}

}  // namespace

TEST_CASE("VID-06: a packet is repeated as it was sent, not twice at once, and not when it is too old") {
    PacketHistory history;
    TimePoint now{std::chrono::seconds(5)};
    CHECK(history.repeat(1, now).empty());
    for (std::uint16_t s = 65000; s != 100; ++s) history.add(s, Octets(20, static_cast<std::uint8_t>(s)), now);
    const auto found = history.repeat(65535, now);
    REQUIRE(found.size() == 20);
    CHECK(found[0] == 0xFF);
    CHECK(history.repeat(65535, now + milliseconds(10)).empty());
    CHECK(history.repeat(65535, now + milliseconds(60)).size() == 20);
    CHECK(history.repeat(65000, now).empty());
    history.add(100, Octets(1501), now);
    CHECK(history.repeat(100, now).empty());
}

TEST_CASE("VID-03: what is missing is asked for again three times, what came late no more") {
    MissingPackets missing;
    TimePoint now{std::chrono::seconds(5)};
    CHECK(missing.received(7, 65534));
    CHECK(missing.received(7, 2));
    CHECK(due(missing, now) == std::vector<std::uint16_t>{65535, 0, 1});
    CHECK(due(missing, now + milliseconds(20)).empty());
    CHECK(missing.received(7, 0));
    CHECK(due(missing, now + milliseconds(60)) == std::vector<std::uint16_t>{65535, 1});
    CHECK(due(missing, now + milliseconds(120)) == std::vector<std::uint16_t>{65535, 1});
    CHECK(due(missing, now + milliseconds(180)).empty());
    CHECK(due(missing, now + milliseconds(240)).empty());
}

TEST_CASE("VID-03: a gap longer than the list is told, another source starts afresh") {
    MissingPackets missing;
    CHECK(missing.received(7, 1));
    CHECK_FALSE(missing.received(7, 100));
    CHECK(due(missing, TimePoint{}).empty());
    CHECK(missing.received(8, 4000));
    CHECK(missing.received(8, 4001));
    CHECK(due(missing, TimePoint{}).empty());
}

TEST_CASE("VID-03: key frames are recognised by the first octets of H.264, VP8, VP9 and AV1") {
    CHECK(begins_key_frame("H264", Octets{0x65, 1}));
    CHECK(begins_key_frame("H264", Octets{0x67, 1}));
    CHECK_FALSE(begins_key_frame("H264", Octets{0x41, 1}));
    CHECK(begins_key_frame("H264", Octets{0x7C, 0x85, 1}));        // FU-A, first fragment
    CHECK_FALSE(begins_key_frame("H264", Octets{0x7C, 0x05, 1}));  // a later one
    CHECK(begins_key_frame("H264", Octets{0x78, 0, 1, 0x09, 0, 2, 0x67, 0}));
    CHECK_FALSE(begins_key_frame("H264", Octets{0x78, 0, 1, 0x09, 0, 2, 0x41, 0}));
    CHECK(begins_key_frame("VP8", Octets{0x90, 0x80, 0x80, 0x01, 0x10}));
    CHECK_FALSE(begins_key_frame("VP8", Octets{0x90, 0x80, 0x80, 0x01, 0x11}));
    CHECK_FALSE(begins_key_frame("VP8", Octets{0x80, 0x80, 0x05, 0x10}));
    CHECK(begins_key_frame("VP9", Octets{0x8C}));
    CHECK_FALSE(begins_key_frame("VP9", Octets{0xCC}));
    CHECK(begins_key_frame("AV1", Octets{0x18}));
    CHECK_FALSE(begins_key_frame("AV1", Octets{0x10}));
    for (const char* encoding : {"H264", "VP8", "VP9", "AV1", "opus"}) CHECK_FALSE(begins_key_frame(encoding, {}));
}

TEST_CASE("AGW-16: the estimate falls with loss, grows without it, and stays within its bounds") {
    BitrateEstimate estimate;
    const auto begin = estimate.bits_a_second();
    estimate.update(80, 20, begin);
    CHECK(estimate.bits_a_second() == begin * 9 / 10);
    for (int i = 0; i < 100; ++i) estimate.update(100, 0, estimate.bits_a_second());
    CHECK(estimate.bits_a_second() == BitrateEstimate::most);
    for (int i = 0; i < 100; ++i) estimate.update(1, 99, 0);
    CHECK(estimate.bits_a_second() == BitrateEstimate::least);
}

TEST_CASE("AGW-17: loss and jitter as RFC 3550 has them, over a change of source") {
    Reception reception;
    TimePoint now{std::chrono::seconds(5)};
    Header header;
    header.payload_octets = 100;
    header.ssrc = 1;
    for (std::uint16_t s = 65530; s != 4; ++s, now += milliseconds(20), header.timestamp += 160) {
        header.sequence = s;
        if (s != 65535 && s != 1) reception.received(header, 8000, now);
    }
    CHECK(reception.packets() == 8);
    CHECK(reception.lost() == 2);
    CHECK(reception.jitter() < milliseconds(1));
    header.ssrc = 2;
    header.sequence = 30000;
    reception.received(header, 8000, now);
    CHECK(reception.lost() == 2);
    const auto interval = reception.take_interval();
    CHECK(interval.packets == 9);
    CHECK(interval.lost == 2);
    CHECK(interval.octets == 900);
    CHECK(reception.take_interval().packets == 0);
    for (int i = 0; i < 200; ++i) {
        ++header.sequence;
        header.timestamp += 160;
        now += milliseconds(i % 2 == 0 ? 10 : 30);
        reception.received(header, 8000, now);
    }
    CHECK(reception.jitter() > milliseconds(9));
    CHECK(reception.jitter() < milliseconds(11));
}
