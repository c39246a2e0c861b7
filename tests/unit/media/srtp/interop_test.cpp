// SPDX-License-Identifier: Apache-2.0
// Our back-end and libsrtp2 as each other's peer.
#include <doctest/doctest.h>

#include <random>

#include "slot.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::srtp;
using test::Slot;

namespace {

constexpr SrtpBackend ours = SrtpBackend::openssl, theirs = SrtpBackend::libsrtp2;

}  // namespace

TEST_CASE("AGW-15: what either back-end protects the other reads, across the roll-over, RTP and RTCP") {
    for (const auto& transform : transforms) {
        for (const auto& [one, other] : {std::pair{ours, theirs}, std::pair{theirs, ours}}) {
            CAPTURE(transform.name);
            test::Ends ends(transform.profile, one, other);
            for (std::uint16_t sequence = 65000; sequence != 200; ++sequence) {
                auto slot = Slot::rtp(sequence, 7 + sequence % 3);
                auto report = Slot::rtcp(7 + sequence % 3);
                const auto clear = slot.text(), clear_report = report.text();
                REQUIRE(ends.gateway->protect_rtp(slot.packet) == Verdict::good);
                REQUIRE(ends.wic->unprotect_rtp(slot.packet) == Verdict::good);
                CHECK(slot.text() == clear);
                REQUIRE(ends.gateway->protect_rtcp(report.packet) == Verdict::good);
                REQUIRE(ends.wic->unprotect_rtcp(report.packet) == Verdict::good);
                CHECK(report.text() == clear_report);
            }
        }
    }
}

TEST_CASE("AGW-15: both give the same octets, and after new keys too") {
    for (const auto& transform : transforms) {
        test::Ends ends(transform.profile, ours, theirs);
        REQUIRE(ends.wic->rekey(test::keys_for(transform.profile, 'k', 'K')).ok());
        for (std::uint16_t sequence = 65000; sequence != 50; ++sequence) {
            auto slot = Slot::rtp(sequence), same = slot;
            REQUIRE(ends.gateway->protect_rtp(slot.packet) == Verdict::good);
            REQUIRE(ends.wic->protect_rtp(same.packet) == Verdict::good);
            CHECK(slot.text() == same.text());
        }
        REQUIRE(ends.gateway->rekey(test::keys_for(transform.profile, 'n', 'N')).ok());
        REQUIRE(ends.wic->rekey(test::keys_for(transform.profile, 'n', 'N')).ok());
        auto slot = Slot::rtp(50), same = slot;
        REQUIRE(ends.gateway->protect_rtp(slot.packet) == Verdict::good);
        REQUIRE(ends.wic->protect_rtp(same.packet) == Verdict::good);
        CHECK(slot.text() == same.text());
    }
}
