// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "media/quality/e_model.hpp"
#include "media/quality/record.hpp"

using namespace wims;
using namespace wims::media::quality;
using std::chrono::milliseconds;

TEST_CASE("AGW-17: R and MOS by hand from ITU-T G.107") {
    const auto g711 = impairment_of("PCMA");
    CHECK(rating(g711, 0, {}) == doctest::Approx(93.2));
    CHECK(mean_opinion(93.2) == doctest::Approx(4.41).epsilon(0.001));
    // 5 %: 95 * 5 / (5 + 25.1) = 15.78
    CHECK(rating(g711, 0.05, {}) == doctest::Approx(77.42).epsilon(0.0001));
    CHECK(mean_opinion(77.42) == doctest::Approx(3.923).epsilon(0.001));
    // 100 ms: 2.4; 300 ms: 7.2 + 0.11 * 122.7
    CHECK(rating(g711, 0, milliseconds(100)) == doctest::Approx(90.8));
    CHECK(rating(g711, 0, milliseconds(300)) == doctest::Approx(72.503));
    // AMR, 2 %: 5 + 90 * 2 / 12 = 20
    CHECK(rating(impairment_of("amr"), 0.02, {}) == doctest::Approx(73.2));
    CHECK(impairment_of("AMR-WB").equipment == 0);
}

TEST_CASE("AGW-17: MOS stays within 1.0 and 4.5") {
    for (int loss = 0; loss <= 100; ++loss)
        for (int ms = 0; ms <= 3000; ms += 100) {
            const double mos = mean_opinion(rating(impairment_of("AMR"), loss / 100.0, milliseconds(ms)));
            CHECK(mos >= 1.0);
            CHECK(mos <= 4.5);
        }
    CHECK(mean_opinion(120) == 4.5);
    CHECK(mean_opinion(-5) == 1.0);
}

TEST_CASE("AGW-17: what is not known is not told; video has no MOS") {
    Record record;
    auto report = report_of(record);
    CHECK_FALSE(report.access.mos);
    CHECK_FALSE(report.access.peer);
    CHECK_FALSE(report.access.round_trip);
    record.access.packets_received = 90;
    record.access.packets_lost = 10;
    record.access.round_trip_ns = 60'000'000;
    record.access.jitter = 40;
    record.core.peer_fraction_lost = 64;
    report = report_of(record);
    // 30 ms of the way, 10 ms of jitter buffer, a packet of 20 ms; 95 * 10 / 35.1 for the loss.
    CHECK(*report.access.mos == doctest::Approx(mean_opinion(93.2 - 0.024 * 60 - 950 / 35.1)));
    CHECK(*report.access.round_trip == milliseconds(60));
    CHECK(report.core.peer->fraction_lost == 0.25);
    CHECK(report.core.peer->mos);
    record.video = 1;
    CHECK_FALSE(report_of(record).access.mos);
    CHECK_FALSE(report_of(record).core.peer->mos);
}
