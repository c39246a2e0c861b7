// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "support/network/impaired_path.hpp"

using namespace wims;
using namespace wims::test;
using std::chrono::milliseconds;

namespace {

constexpr TimePoint start{std::chrono::seconds(100)};

/// For each of `count` packets, 10 ms apart: when it arrives, after it was sent.
std::vector<std::vector<Duration>> travel(Impairment& network, int count, std::size_t octets = 200,
                                          Duration apart = milliseconds(10)) {
    std::vector<std::vector<Duration>> all;
    for (int i = 0; i < count; ++i) {
        const TimePoint sent = start + i * apart;
        auto& times = all.emplace_back();
        for (const auto at : network.arrivals(octets, sent)) times.push_back(at - sent);
    }
    return all;
}

/// Lengths of the runs of lost packets.
std::vector<int> bursts(const std::vector<std::vector<Duration>>& all) {
    std::vector<int> lengths{0};
    for (const auto& times : all) {
        if (times.empty()) ++lengths.back();
        else if (lengths.back() != 0) lengths.push_back(0);
    }
    if (lengths.back() == 0) lengths.pop_back();
    return lengths;
}

}  // namespace

TEST_CASE("nothing set: a wire") {
    Impairment network({}, 1);
    for (const auto& times : travel(network, 100)) CHECK(times == std::vector{Duration{}});
}

TEST_CASE("one seed gives one fate, another seed another") {
    Impairments bad;
    bad.loss = 0.3;
    bad.jitter = milliseconds(50);
    Impairment a(bad, 7), b(bad, 7), c(bad, 8);
    const auto first = travel(a, 200);
    CHECK(first == travel(b, 200));
    CHECK(first != travel(c, 200));
}

TEST_CASE("loss, duplication and reordering happen as often as asked") {
    Impairments bad;
    bad.loss = 0.3;
    bad.duplication = 0.1;
    bad.reordering = 0.2;
    Impairment network(bad, 1);
    travel(network, 20000);
    const auto& fates = network.fates();
    CHECK(fates.sent == 20000);
    CHECK(static_cast<double>(fates.lost) / 20000 == doctest::Approx(0.3).epsilon(0.05));
    CHECK(static_cast<double>(fates.duplicated) / 14000 == doctest::Approx(0.1).epsilon(0.1));
    CHECK(static_cast<double>(fates.held_back) / 15400 == doctest::Approx(0.2).epsilon(0.1));
}

TEST_CASE("bursts: losses come together, their mean length is that of Gilbert and Elliott's model") {
    Impairments bad;
    bad.bursts = Impairments::Bursts{0.02, 0.2, 1};
    Impairment network(bad, 3);
    const auto lengths = bursts(travel(network, 50000));
    double sum = 0;
    for (const int length : lengths) sum += length;
    CHECK(sum / static_cast<double>(lengths.size()) == doctest::Approx(5).epsilon(0.1));
    CHECK(sum / 50000 == doctest::Approx(0.02 / 0.22).epsilon(0.1));
}

TEST_CASE("delay and jitter keep the order; what is held back is overtaken") {
    Impairments bad;
    bad.delay = milliseconds(40);
    bad.jitter = milliseconds(100);
    Impairment network(bad, 5);
    TimePoint last = start;
    Duration longest{};
    for (int i = 0; i < 1000; ++i) {
        const TimePoint sent = start + i * milliseconds(10);
        const auto at = network.arrivals(200, sent).front();
        CHECK(at >= last);
        CHECK(at - sent >= milliseconds(40));
        CHECK(at - sent <= milliseconds(140));
        longest = std::max(longest, at - sent);
        last = at;
    }
    CHECK(longest > milliseconds(130));

    bad = {};
    bad.reordering = 1;
    Impairment held(bad, 5);
    CHECK(held.arrivals(200, start).front() == start + milliseconds(30));
}

TEST_CASE("rate: packets queue at the slowest link, and what would wait too long is lost") {
    Impairments slow;
    slow.octets_per_second = 10000;  // 200 octets take 20 ms, one comes every 10 ms
    slow.queue = milliseconds(100);
    Impairment network(slow, 1);
    const auto all = travel(network, 100);
    CHECK(all[0].front() == milliseconds(20));
    CHECK(all[1].front() == milliseconds(30));
    CHECK(network.fates().overflowed > 35);
    CHECK(network.fates().overflowed < 50);
    for (const auto& times : all)
        if (!times.empty()) CHECK(times.front() <= milliseconds(120));
}

TEST_CASE("a path hands over what has arrived, in the order of arrival, and says when the next one does") {
    Impairments slow;
    slow.delay = milliseconds(5);
    ImpairedPath path(slow, 1);
    const ImpairedPath::Octets a{1}, b{2};
    path.send(a, start);
    path.send(b, start);
    CHECK_FALSE(path.take(start));
    CHECK(path.deadline() == start + milliseconds(5));
    CHECK(path.take(start + milliseconds(5)) == a);
    CHECK(path.take(start + milliseconds(5)) == b);
    CHECK_FALSE(path.deadline());
}
