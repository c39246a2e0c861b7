// SPDX-License-Identifier: Apache-2.0
#include "media/engine/latch.hpp"
#include "bench.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;
using engine::Latch;
using Range = CoreLatching::Range;
using Again = CoreLatching::Again;

namespace {

const IpEndpoint announced = endpoint("198.51.100.4", 4000), port = endpoint("198.51.100.4", 5000),
                 neighbour = endpoint("198.51.100.77", 5000), abroad = endpoint("203.0.113.9", 5000),
                 v6 = endpoint("2001:db8::4", 5000);

/// A port that hears good packets.
struct Port {
    explicit Port(CoreLatching p) : policy(p) { latch.announce(announced); }
    bool hears(const IpEndpoint& from) {
        if (!latch.admits(from, policy, now)) return false;
        latch.heard(from, policy, now);
        return true;
    }
    CoreLatching policy;
    Latch latch;
    TimePoint now{1000s};
};

}  // namespace

TEST_CASE("AUD-06: latching never goes beyond what is configured, and not to another network by default") {
    const struct {
        CoreLatching policy;
        bool port, neighbour, abroad;
    } rows[] = {{{}, true, false, false},
                {{.range = Range::never}, false, false, false},
                {{.range = Range::port}, true, false, false},
                {{.range = Range::network}, true, true, false},
                {{.range = Range::any}, true, true, true}};
    for (const auto& row : rows) {
        CAPTURE(static_cast<int>(row.policy.range));
        CHECK(Port(row.policy).hears(announced));
        CHECK(Port(row.policy).hears(port) == row.port);
        CHECK(Port(row.policy).hears(neighbour) == row.neighbour);
        CHECK(Port(row.policy).hears(abroad) == row.abroad);
        CHECK_FALSE(Port(row.policy).hears(v6));
    }
    Port six({.range = Range::network});
    six.latch.announce(v6);
    CHECK(six.hears(endpoint("2001:db8::beef:1", 1)));
    CHECK_FALSE(six.hears(endpoint("2001:db8:0:1::4", 5000)));
}

TEST_CASE("AUD-06: a third party does not steal a stream, whatever the range") {
    for (const auto range : {Range::port, Range::network, Range::any}) {
        Port p({.range = range, .again = Again::never});
        SUBCASE("the announced peer speaks") { CHECK(p.hears(announced)); }
        SUBCASE("the peer behind a NAT speaks") { CHECK(p.hears(port)); }
        const auto target = p.latch.target();
        for (const auto& thief : {endpoint("198.51.100.4", 5002), neighbour, abroad}) {
            for (int i = 0; i < 100; ++i) {
                p.now += 1s;
                CHECK_FALSE(p.hears(thief));
            }
            CHECK(p.latch.target() == target);
        }
    }
}

TEST_CASE("AUD-06: the announced address takes the stream back from whoever was first") {
    Port p({.range = Range::any, .again = Again::never});
    CHECK(p.hears(abroad));
    CHECK(p.latch.target() == abroad);
    CHECK(p.hears(announced));
    CHECK(p.latch.target() == announced);
    CHECK_FALSE(p.hears(abroad));
}

TEST_CASE("AUD-06: latching again: never, after silence, always") {
    const auto second = endpoint("198.51.100.4", 6000);
    SUBCASE("never, until Iq names another address") {
        Port p({.again = Again::never});
        CHECK(p.hears(port));
        p.now += 1h;
        CHECK_FALSE(p.hears(second));
        p.latch.announce(announced);
        CHECK(p.hears(second));
    }
    SUBCASE("silence") {
        Port p({.again = Again::silence, .silence = 5s});
        CHECK(p.hears(port));
        p.now += 4s;
        CHECK(p.hears(port));
        p.now += 4999ms;
        CHECK_FALSE(p.hears(second));
        p.now += 1ms;
        CHECK(p.hears(second));
        CHECK(p.latch.target() == second);
        CHECK_FALSE(p.hears(port));
    }
    SUBCASE("always") {
        Port p({.again = Again::always});
        CHECK(p.hears(port));
        CHECK(p.hears(second));
        CHECK(p.hears(port));
        CHECK(p.latch.target() == port);
    }
}

TEST_CASE("AUD-06: symmetric or not, and nobody while the peer is unknown or on hold") {
    Port p({.symmetric = false});
    CHECK(p.hears(port));
    CHECK(p.latch.target() == announced);
    p.latch.announce(std::nullopt);
    CHECK_FALSE(p.latch.target());
    CHECK_FALSE(p.hears(announced));
    CHECK_FALSE(p.hears(port));
}

TEST_CASE("AUD-06: what is sent follows the peer's other port; junk and unmapped packets latch nobody") {
    Bench bench;
    bench.connect();
    const auto moved = endpoint("198.51.100.4", 5000), thief = endpoint("198.51.100.4", 5002);
    bench.from_phone(Octets(60, 0xFF), CorePort::rtp, &thief);
    bench.from_phone(Bench::rtp(77, 1, 160, 9), CorePort::rtp, &thief);  // a payload type that was not agreed
    bench.from_phone(Bench::rtp(8, 1, 160, 9), CorePort::rtp, &moved);
    bench.from_wic(bench.protect(Bench::rtp(8, 500, 160, 5)), bench.wic);
    CHECK(bench.sink.core.back().to == moved);
    CHECK(bench.host.counted("agw.core_latched") == 1);
    bench.from_phone(Bench::rtp(8, 2, 320, 9), CorePort::rtp, &thief);
    bench.from_wic(bench.protect(Bench::rtp(8, 501, 320, 5)), bench.wic);
    CHECK(bench.sink.core.back().to == moved);
}
