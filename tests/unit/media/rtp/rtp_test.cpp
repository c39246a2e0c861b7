// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "media/rtp/header.hpp"
#include "media/rtp/line.hpp"
#include "media/rtp/payload_map.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::rtp;

namespace {

Packet packet_of(std::vector<std::uint8_t>& octets) { return {octets.data(), octets.size(), octets.size()}; }

TimePoint at(int ms) { return TimePoint(std::chrono::milliseconds(ms)); }

Header sent(Line& line, std::uint32_t ssrc, std::uint16_t sequence, std::uint32_t timestamp, TimePoint now = {}) {
    Header header;
    header.ssrc = ssrc;
    header.sequence = sequence;
    header.timestamp = timestamp;
    header.payload_octets = 160;
    line.pass(header, 8000, now);
    return header;
}

}  // namespace

TEST_CASE("AUD-02: a header is read and written in place, the payload stays") {
    std::vector<std::uint8_t> octets{0x80, 0x88, 0x12, 0x34, 0, 0, 1, 0, 0xAA, 0xBB, 0xCC, 0xDD, 'p', 'c', 'm', 'a'};
    auto packet = packet_of(octets);
    auto header = Header::parse(packet);
    REQUIRE(header);
    CHECK(header->marker);
    CHECK(header->payload_type == 8);
    CHECK(header->sequence == 0x1234);
    CHECK(header->timestamp == 256);
    CHECK(header->ssrc == 0xAABBCCDD);
    CHECK(header->payload_octets == 4);
    header->payload_type = 96;
    header->ssrc = 1;
    header->write(packet);
    CHECK(octets == std::vector<std::uint8_t>{0x80, 0xE0, 0x12, 0x34, 0, 0, 1, 0, 0, 0, 0, 1, 'p', 'c', 'm', 'a'});
}

TEST_CASE("ALG-10: a header extension is taken out, contributing sources and payload stay") {
    std::vector<std::uint8_t> octets{0x91, 8,   0,    1,    0, 0, 0,    2,    0, 0, 0,   3,   'c', 's',
                                     'r',  'c', 0xBE, 0xDE, 0, 1, 0x10, 0x55, 0, 0, 'p', 'a', 'y'};
    auto packet = packet_of(octets);
    auto header = Header::parse(packet);
    REQUIRE(header);
    CHECK(header->payload_octets == 3);
    drop_extension(packet, *header);
    CHECK(std::vector<std::uint8_t>(packet.data, packet.data + packet.size) ==
          std::vector<std::uint8_t>{0x81, 8, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 'c', 's', 'r', 'c', 'p', 'a', 'y'});
    CHECK(Header::parse(packet)->payload_octets == 3);
}

TEST_CASE("AGW-06: headers that say more than there is do not parse") {
    std::vector<std::uint8_t> octets{0xB1, 8,   0,   1, 0, 0, 0, 2, 0, 0, 0, 3, 'c',
                                     's',  'r', 'c', 0, 0, 0, 1, 0, 0, 0, 0, 1};
    CHECK(Header::parse(packet_of(octets)));
    for (std::size_t size = 0; size < octets.size(); ++size) {
        std::vector<std::uint8_t> cut(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK_FALSE(Header::parse(packet_of(cut)));
    }
    octets.back() = 2;  // more padding than payload
    CHECK_FALSE(Header::parse(packet_of(octets)));
    octets.back() = 0;
    CHECK_FALSE(Header::parse(packet_of(octets)));
}

TEST_CASE("AGW-06: 50,000 random packets: what parses stays within itself") {
    std::mt19937 random(3550);
    for (int i = 0; i < 50000; ++i) {
        std::vector<std::uint8_t> octets(random() % 64);
        for (auto& octet : octets) octet = static_cast<std::uint8_t>(random());
        if (!octets.empty()) octets[0] = static_cast<std::uint8_t>(0x80 | (octets[0] & 0x3F));
        auto packet = packet_of(octets);
        auto header = Header::parse(packet);
        if (!header) continue;
        REQUIRE(header->payload_at + header->payload_octets == packet.size);
        drop_extension(packet, *header);
        header->write(packet);
        REQUIRE(Header::parse(packet));
    }
}

TEST_CASE("AGW-15: loss and order of the source stay visible in the line") {
    Line line(77, 1000, 5000);
    CHECK(sent(line, 1, 60, 160).sequence == 1000);
    CHECK(sent(line, 1, 61, 320).sequence == 1001);
    CHECK(sent(line, 1, 64, 800).sequence == 1004);
    const auto late = sent(line, 1, 62, 480);
    CHECK(late.sequence == 1002);
    CHECK(late.timestamp == 5000 + 320);
    CHECK(late.ssrc == 77);
    CHECK(line.packets() == 4);
    CHECK(line.octets() == 640);
}

TEST_CASE("AGW-15: sequence and timestamp go on when the source changes") {
    Line line(77, 1000, 5000);
    sent(line, 1, 60, 160, at(0));
    sent(line, 1, 61, 320, at(20));
    const auto next = sent(line, 2, 9, 99999, at(120));
    CHECK(next.sequence == 1002);
    CHECK(next.timestamp == 5000 + 160 + 800);
    CHECK(sent(line, 2, 10, 100159, at(140)).sequence == 1003);
    CHECK(line.source() == 2U);
}

TEST_CASE("AGW-16: the timestamp of the line at any time, from the first packet that had the newest one") {
    Line line(77, 0, 5000);
    sent(line, 1, 1, 160, at(0));
    sent(line, 1, 2, 160, at(10));  // the rest of a frame
    CHECK(line.timestamp_at(at(100)) == 5000 + 800);
    sent(line, 1, 3, 320, at(25));
    CHECK(line.timestamp_at(at(100)) == 5000 + 160 + 600);
    line.renew(78);
    CHECK(line.packets() == 0);
    const auto next = sent(line, 2, 99, 0, at(125));
    CHECK(next.ssrc == 78);
    CHECK(next.sequence == 3);
}

TEST_CASE("AUD-02: payload types are mapped both ways, others are unknown") {
    const PayloadMap map({{111, 96, "opus", 48000}, {8, 8, "PCMA", 8000}, {126, 101, "telephone-event", 8000}});
    CHECK(map.to_core(111)->type == 96);
    CHECK(map.to_core(111)->clock_rate == 48000);
    CHECK(map.to_access(96)->type == 111);
    CHECK(map.to_core(126)->type == 101);
    CHECK(map.to_access(8)->type == 8);
    CHECK_FALSE(map.to_core(96));
    CHECK_FALSE(map.to_access(111));
    CHECK_FALSE(map.to_access(255));
}
