// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "media/rtcp/full_intra_request.hpp"
#include "media/rtcp/generic_nack.hpp"
#include "media/rtcp/picture_loss.hpp"
#include "media/rtcp/receiver_bitrate.hpp"
#include "media/rtcp/transport_feedback.hpp"
#include "media/rtp/arrivals.hpp"
#include "media/rtp/octets.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::rtcp;
using std::chrono::milliseconds;

namespace {

using Octets = std::vector<std::uint8_t>;

template <typename Write>
Octets written(Write&& write) {
    std::array<std::uint8_t, 600> out{};
    const std::size_t size = write(std::span<std::uint8_t>(out));
    return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

Element only(const Octets& octets) {
    auto compound = Compound::parse(octets);
    REQUIRE(compound);
    const auto element = compound->next();
    REQUIRE(element);
    CHECK_FALSE(compound->next());
    return *element;
}

}  // namespace

TEST_CASE("VID-03: PLI and FIR as RFC 4585 and RFC 5104 write them, and read back") {
    const auto pli = written([](auto out) { return PictureLoss{1, 2}.write(out); });
    CHECK(pli == Octets{0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2});
    CHECK(PictureLoss::parse(only(pli))->media == 2);
    CHECK_FALSE(FullIntraRequest::asks(only(pli), 2));

    const auto fir = written([](auto out) { return FullIntraRequest{1, 2, 7}.write(out); });
    CHECK(fir == Octets{0x84, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 7, 0, 0, 0});
    CHECK(FullIntraRequest::asks(only(fir), 2));
    CHECK_FALSE(FullIntraRequest::asks(only(fir), 3));
    CHECK_FALSE(PictureLoss::parse(only(fir)));
    std::array<std::uint8_t, 11> small{};
    CHECK(PictureLoss{1, 2}.write(small) == 0);
}

TEST_CASE("VID-06: generic NACK packs 17 numbers an entry, over the turn of the sequence") {
    const std::vector<std::uint16_t> wanted{65533, 65535, 13, 14, 500};
    const auto octets = written([&](auto out) { return write_nack(out, 1, 2, wanted); });
    CHECK(octets.size() == 12 + 3 * 4);
    const auto nack = GenericNack::parse(only(octets));
    REQUIRE(nack);
    CHECK(nack->media() == 2);
    std::vector<std::uint16_t> read;
    nack->for_each([&](std::uint16_t sequence) { read.push_back(sequence); });
    CHECK(read == wanted);
    CHECK(written([](auto out) { return write_nack(out, 1, 2, {}); }).empty());
}

TEST_CASE("AGW-16: REMB has an 18-bit mantissa") {
    const auto octets = written([](auto out) { return write_receiver_bitrate(out, 1, 2, 1'000'000); });
    REQUIRE(octets.size() == 24);
    CHECK(Octets(octets.begin() + 12, octets.begin() + 16) == Octets{'R', 'E', 'M', 'B'});
    const std::uint32_t word = get_u32(&octets[16]);
    CHECK((word >> 24) == 1);
    const std::uint32_t bits = (word & 0x3FFFFu) << (word >> 18 & 0x3F);
    CHECK(bits == 1'000'000);
    CHECK(get_u32(&octets[20]) == 2);
}

TEST_CASE("AGW-16: transport-wide feedback tells what came and when, and what did not") {
    using Times = std::vector<std::optional<TimePoint>>;
    const TimePoint base{milliseconds(64 * 1000)};
    const Times times{base + milliseconds(1), std::nullopt, base + milliseconds(2), base + milliseconds(102)};
    const auto octets = written([&](auto out) { return TransportFeedback{1, 2, 65535, 9}.write(out, times); });
    // head, base and count, reference and number, one chunk, deltas of 1, 1 and 2 octets, two null octets
    REQUIRE(octets.size() == 12 + 8 + 2 + 4 + 2);
    CHECK(octets[0] == (0x80 | 15));
    CHECK(get_u16(&octets[12]) == 65535);
    CHECK(get_u16(&octets[14]) == 4);
    CHECK(get_u32(&octets[16]) == (1000u << 8 | 9u));
    CHECK(get_u16(&octets[20]) == (0xC000u | 1u << 12 | 0u << 10 | 1u << 8 | 2u << 6));
    CHECK(octets[22] == 4);              // 1 ms in units of 250 us
    CHECK(octets[23] == 4);              // 1 ms after that
    CHECK(get_u16(&octets[24]) == 400);  // 100 ms
    CHECK(only(octets).body.size() == octets.size() - 4);
    CHECK(written([](auto out) { return TransportFeedback{1, 2, 3, 4}.write(out, Times(5)); }).empty());
}

TEST_CASE(
    "AGW-16: arrivals of one message follow those of the last; what was lost between is told, older ones are not") {
    rtp::Arrivals arrivals;
    TimePoint now{std::chrono::seconds(5)};
    const auto take = [&] { return written([&](auto out) { return arrivals.take(out, 1); }); };
    CHECK_FALSE(arrivals.due());
    arrivals.received(10, 2, now);
    CHECK(*arrivals.due() == now + milliseconds(50));
    arrivals.received(11, 2, now);
    const auto first = take();
    CHECK(get_u16(&first[12]) == 10);
    CHECK(get_u16(&first[14]) == 2);
    CHECK_FALSE(arrivals.due());
    arrivals.received(14, 2, now);
    arrivals.received(3, 2, now);
    const auto second = take();
    CHECK(get_u16(&second[12]) == 12);
    CHECK(get_u16(&second[14]) == 3);
    CHECK((get_u32(&second[16]) & 0xFF) == 1);
    arrivals.received(15, 2, now);
    CHECK_FALSE(arrivals.needs_flush(15 + 127));
    CHECK(arrivals.needs_flush(15 + 128));
}
