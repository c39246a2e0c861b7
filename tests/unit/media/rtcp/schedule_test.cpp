// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "media/rtcp/ntp_time.hpp"
#include "media/rtcp/schedule.hpp"

using namespace wims;
using namespace wims::media::rtcp;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr TimePoint begin{seconds(7)};

double in_seconds(Duration span) { return std::chrono::duration<double>(span).count(); }

/// The times between the packets of somebody who does as the schedule says; the first one from its beginning.
std::vector<double> intervals(Schedule& schedule, const Schedule::Members& members, std::size_t packets) {
    std::vector<double> gaps;
    TimePoint last = begin;
    schedule.begin(members, begin);
    while (gaps.size() < packets) {
        const TimePoint now = *schedule.due();
        if (!schedule.expired(members, now)) continue;
        gaps.push_back(in_seconds(now - last));
        last = now;
        schedule.passed(72);
    }
    return gaps;
}

double mean(const std::vector<double>& gaps) {
    double sum = 0;
    for (const double gap : gaps) sum += gap;
    return sum / static_cast<double>(gaps.size());
}

}  // namespace

TEST_CASE("AGW-16: two parties of RTP/AVP report every 5 s, at random between 2 and 7 s, the first time sooner") {
    double first = 0;
    for (std::uint64_t seed = 1; seed < 100; ++seed) {
        Schedule schedule(Schedule::session(100, false), seed * 77);
        const auto gaps = intervals(schedule, {2, 2, true}, 100);
        const auto [least, most] = std::minmax_element(gaps.begin() + 1, gaps.end());
        CHECK(*least > 2.05);
        CHECK(*most < 7.5 / 1.21828 + 0.001);
        CHECK(mean({gaps.begin() + 1, gaps.end()}) > 4.3);
        CHECK(mean({gaps.begin() + 1, gaps.end()}) < 5.5);
        CHECK(gaps[0] > 1.02);
        CHECK(gaps[0] < 3.08);
        first += gaps[0];
    }
    CHECK(first / 99 < 2.8);
}

TEST_CASE("AGW-16: with AVPF the minimum is 360 s by the kbit/s, and a second") {
    CHECK(Schedule::session(100, true).minimum == milliseconds(3600));
    CHECK(Schedule::session(1000, true).minimum == seconds(1));
    CHECK(Schedule::session(10, true).minimum == seconds(5));
    CHECK(Schedule::session(1000, false).minimum == seconds(5));
    Schedule schedule(Schedule::session(1000, true), 5);
    const auto gaps = intervals(schedule, {2, 1, false}, 500);
    CHECK(mean(gaps) > 0.85);
    CHECK(mean(gaps) < 1.15);
}

TEST_CASE("AGW-16: in a large session RTCP stays within its bandwidth, senders have a quarter of it") {
    Schedule receiver(Schedule::session(100, false), 5), sender(Schedule::session(100, false), 6);
    // 1,000 members, 10 of them senders; 100 octets each; 625 octets/s.
    const double all = mean(intervals(receiver, {1000, 10, false}, 300));
    CHECK(all > 0.85 * 990 * 100 / (0.75 * 625));
    CHECK(all < 1.15 * 990 * 100 / (0.75 * 625));
    const double few = mean(intervals(sender, {1000, 10, true}, 300));
    CHECK(few > 0.85 * 10 * 100 / (0.25 * 625));
    CHECK(few < 1.15 * 10 * 100 / (0.25 * 625));
}

TEST_CASE("AGW-16: who joined in the meantime makes the next report later [RFC 3550 6.3.6]") {
    Schedule schedule(Schedule::session(100, false), 5);
    schedule.begin({}, begin);
    const TimePoint due = *schedule.due();
    CHECK_FALSE(schedule.expired({}, due - milliseconds(1)));
    CHECK_FALSE(schedule.expired({10'000, 10'000, true}, due));
    CHECK(*schedule.due() > due + seconds(60));
}

TEST_CASE("AGW-16: NTP times count from 1900, and their differences are what passed") {
    constexpr WallTime civil(seconds(1'790'000'000) + milliseconds(250));
    static_assert(ntp_of(civil) == ((2'208'988'800ULL + 1'790'000'000ULL) << 32 | 0x40000000));
    CHECK(middle(ntp_of(civil)) == ((2'208'988'800U + 1'790'000'000U) << 16 | 0x4000));
    for (const auto span : {milliseconds(-3'600'000), milliseconds(-1), milliseconds(1), milliseconds(86'400'000)}) {
        const Duration error = between(ntp_of(civil), ntp_of(civil + span)) - span;
        CHECK(error < std::chrono::microseconds(1));
        CHECK(error > std::chrono::microseconds(-1));
    }
    CHECK(between(0xFFFFFFFF'00000000, 0x00000001'00000000) == seconds(2));  // in 2036
    CHECK(short_of(milliseconds(1500)) == 98304);
    CHECK(from_short(98304) == milliseconds(1500));
    CHECK(short_of(std::chrono::hours(24)) == 65535U * 65536);
    CHECK(short_of(seconds(-1)) == 0);
}
