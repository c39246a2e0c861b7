// SPDX-License-Identifier: Apache-2.0
// The numbers here are worked out by hand from the algorithms in the appendix of RFC 3550.
#include <doctest/doctest.h>

#include <initializer_list>

#include "media/rtp/reception.hpp"

using namespace wims;
using namespace wims::media::rtp;
using std::chrono::milliseconds;

namespace {

constexpr TimePoint begin{std::chrono::seconds(5)};

void hear(Reception& reception, std::uint16_t sequence, std::uint32_t timestamp = 0, Duration at = {},
          std::uint32_t ssrc = 1, std::uint32_t clock_rate = 8000) {
    Header header;
    header.ssrc = ssrc;
    header.sequence = sequence;
    header.timestamp = timestamp;
    header.payload_octets = 100;
    reception.received(header, clock_rate, begin + at);
}

void hear_all(Reception& reception, std::initializer_list<std::uint16_t> sequences) {
    for (const auto s : sequences) hear(reception, s);
}

}  // namespace

TEST_CASE("AGW-16: fraction and number of lost packets [RFC 3550 A.3]") {
    Reception reception;
    hear_all(reception, {1, 2, 4, 5, 8});
    auto report = reception.take_report();
    CHECK(report.fraction_lost == 96);  // 3 of 8
    CHECK(report.lost == 3);
    CHECK(report.highest_sequence == 8);
    CHECK_FALSE(reception.heard_since_report());
    hear_all(reception, {9, 10, 3});  // one came late
    CHECK(reception.heard_since_report());
    report = reception.take_report();
    CHECK(report.fraction_lost == 0);
    CHECK(report.lost == 2);
    hear_all(reception, {10, 10, 10});  // repeated
    CHECK(reception.take_report().lost == -1);
    CHECK(reception.lost() == 0);
}

TEST_CASE("AGW-16: the highest sequence number counts its cycles [RFC 3550 A.1]") {
    Reception reception;
    hear_all(reception, {65534, 65535, 0, 2});
    const auto report = reception.take_report();
    CHECK(report.highest_sequence == 65536 + 2);
    CHECK(report.lost == 1);
    CHECK(report.fraction_lost == 51);  // 1 of 5
}

TEST_CASE("AGW-16: jitter in ticks of the source's clock [RFC 3550 A.8]") {
    Reception reception;
    hear(reception, 1, 0, milliseconds(0));
    hear(reception, 2, 160, milliseconds(25));
    hear(reception, 3, 320, milliseconds(40));
    hear(reception, 4, 480, milliseconds(65));
    // Transit 0, 40, 0, 40: three differences of 40. Times 16 it grows to 40, then 40 + 40 - 3, then 77 + 40 - 5.
    CHECK(reception.take_report().jitter == 112 / 16);
    CHECK(reception.jitter() == std::chrono::microseconds(875));
}

TEST_CASE("AGW-16: a video frame of several packets, a digit and another clock are no jitter") {
    Reception reception;
    for (std::uint16_t s = 0; s < 50; ++s)
        for (std::uint16_t part = 0; part < 5; ++part)
            hear(reception, static_cast<std::uint16_t>(s * 5 + part), s * 3600U, milliseconds(40 * s + part * 5), 1,
                 90000);
    CHECK(reception.take_report().jitter == 0);
    hear(reception, 250, 50 * 3600, milliseconds(2000), 1, 8000);
    CHECK(reception.take_report().jitter == 0);
}

TEST_CASE("AGW-15: another source is reported from its own first packet, the totals go on") {
    Reception reception;
    hear_all(reception, {1, 3, 4});
    hear(reception, 40000, 0, {}, 2);
    hear(reception, 40003, 0, {}, 2);
    const auto report = reception.take_report();
    CHECK(report.lost == 2);
    CHECK(report.fraction_lost == 128);
    CHECK(report.highest_sequence == 40003);
    CHECK(reception.packets() == 5);
    CHECK(reception.lost() == 3);
}

TEST_CASE("AGW-15: a stray sequence number changes nothing, two in a row are a source that begins anew") {
    Reception reception;
    hear_all(reception, {1, 2, 30000, 3});
    CHECK(reception.take_report().lost == 0);
    CHECK(reception.packets() == 3);
    hear_all(reception, {20000, 20001, 20002});
    const auto report = reception.take_report();
    CHECK(report.lost == 0);
    CHECK(report.highest_sequence == 20002);
}
