// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "media/rtp/event_clock.hpp"
#include "media/rtp/payload_map.hpp"

using namespace wims;
using namespace wims::media::rtp;

namespace {

/// One report as it comes or goes.
struct Said {
    std::uint32_t timestamp;
    unsigned event;
    bool end;
    unsigned duration;
    bool marker = false;
    bool operator==(const Said&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Said& s) {
    return out << s.timestamp << ' ' << s.event << (s.end ? " E " : " ") << s.duration << (s.marker ? " M" : "");
}

struct Clock {
    std::uint32_t from, to;
    EventClock clock{};

    Said operator()(const Said& said) {
        std::array<std::uint8_t, 4> payload{};
        TelephoneEvent{static_cast<std::uint8_t>(said.event), said.end, 10, static_cast<std::uint16_t>(said.duration)}
            .write(payload.data());
        Header header;
        header.timestamp = said.timestamp;
        header.marker = said.marker;
        REQUIRE(clock.pass(header, payload, from, to));
        const auto out = TelephoneEvent::read(payload.data());
        CHECK(out.volume == 10);
        return {header.timestamp, out.event, out.end, out.duration, header.marker};
    }
};

Clock down() { return {48000, 8000}; }
Clock up() { return {8000, 48000}; }

}  // namespace

TEST_CASE("AUD-05: a digit of 48 kHz has the durations of 8 kHz, its marker once and its end three times") {
    // A digit of 200 ms, told every 50 ms, as in the "911" of RFC 4733 clause 5, in a six times faster clock.
    auto clock = down();
    CHECK(clock({1000, 9, false, 2400, true}) == Said{1000, 9, false, 400, true});
    CHECK(clock({1000, 9, false, 4800}) == Said{1000, 9, false, 800});
    CHECK(clock({1000, 9, false, 7200}) == Said{1000, 9, false, 1200});
    for (int i = 0; i < 3; ++i) CHECK(clock({1000, 9, true, 9600}) == Said{1000, 9, true, 1600});
    // The next one, 480 ms later: an event of its own, at the line's own time.
    CHECK(clock({24040, 1, false, 2400, true}) == Said{24040, 1, false, 400, true});
    CHECK(clock({24040, 1, true, 12000}) == Said{24040, 1, true, 2000});
    // The same digit again.
    CHECK(clock({77000, 1, true, 2400, true}) == Said{77000, 1, true, 400, true});
}

TEST_CASE("AUD-05: whichever packet of a digit is lost, the others are what they would have been") {
    const std::vector<Said> sent{{500, 5, false, 960, true},  {500, 5, false, 1920}, {500, 5, false, 2880},
                                 {500, 5, true, 3840},        {500, 5, true, 3840},  {500, 5, true, 3840},
                                 {9000, 5, false, 960, true}, {9000, 5, true, 1920}, {9000, 5, true, 1920}};
    const auto passed = [&](std::size_t lost) {
        auto clock = down();
        std::vector<Said> out;
        for (std::size_t i = 0; i < sent.size(); ++i)
            if (i != lost) out.push_back(clock(sent[i]));
        return out;
    };
    const auto all = passed(sent.size());
    for (std::size_t lost = 0; lost < sent.size(); ++lost) {
        auto expected = all;
        expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(lost));
        CHECK(passed(lost) == expected);
    }
}

TEST_CASE("AUD-05: packets of an event that come late or twice are told alike") {
    auto clock = down();
    CHECK(clock({500, 5, false, 1920}) == Said{500, 5, false, 320});
    CHECK(clock({500, 5, false, 960, true}) == Said{500, 5, false, 160, true});
    CHECK(clock({500, 5, true, 3840}) == Said{500, 5, true, 640});
    CHECK(clock({9000, 6, false, 960, true}) == Said{9000, 6, false, 160, true});
    CHECK(clock({500, 5, true, 3840}) == Said{500, 5, true, 640});  // behind the next digit
    CHECK(clock({9000, 6, true, 1920}) == Said{9000, 6, true, 320});
}

TEST_CASE("AUD-05: the segments of a long event stay one without a gap [RFC 4733 2.5.1.3]") {
    auto clock = down();
    CHECK(clock({0, 11, false, 0xFFFF, true}) == Said{0, 11, false, 10922, true});
    // 65,535 ticks are 10,922.5: the half is in the next segment's duration.
    CHECK(clock({0xFFFF, 11, false, 9600}) == Said{10922, 11, false, 1600});
    CHECK(clock({0xFFFF, 11, false, 0xFFFF}) == Said{10922, 11, false, 10923});
    CHECK(clock({0x1FFFE, 11, true, 960}) == Said{21845, 11, true, 160});
    CHECK(clock({0xFFFF, 11, false, 0xFFFF}) == Said{10922, 11, false, 10923});  // late
}

TEST_CASE("AUD-05: towards the faster clock a long event is cut into segments") {
    auto clock = up();
    CHECK(clock({7000, 3, false, 400, true}) == Said{7000, 3, false, 2400, true});
    CHECK(clock({7000, 3, false, 10922}) == Said{7000, 3, false, 65532});
    CHECK(clock({7000, 3, false, 11000}) == Said{7000 + 65535, 3, false, 465});
    CHECK(clock({7000, 3, true, 65535}) == Said{7000 + 5 * 65535, 3, true, 65535});
    CHECK(clock({7000 + 65535, 3, true, 8}) ==
          Said{7000 + 65535, 3, true, 48});  // an event of its own: that one has ended
}

TEST_CASE("AUD-05: several events in one packet follow each other without a gap [RFC 4733 2.5.1.5]") {
    std::array<std::uint8_t, 8> payload{1, 0x8A, 0x00, 0x05, 2, 0x0A, 0xFF, 0xFF};
    Header header;
    EventClock clock;
    REQUIRE(clock.pass(header, payload, 48000, 8000));
    CHECK(TelephoneEvent::read(payload.data()).duration == 0);          // 5 of 6 ticks
    CHECK(TelephoneEvent::read(payload.data() + 4).duration == 10923);  // the rest of it and its own
    std::array<std::uint8_t, 8> faster{1, 0x8A, 0x00, 0x05, 2, 0x0A, 0xFF, 0xFF};
    REQUIRE(clock.pass(header, faster, 8000, 48000));
    CHECK(TelephoneEvent::read(faster.data() + 4).duration == 0xFFFF);
}

TEST_CASE("AUD-05: what is no event is refused and left as it is") {
    EventClock clock;
    Header header;
    header.timestamp = 99;
    std::vector<std::uint8_t> octets{1, 2, 3, 4, 5};
    for (const std::size_t size : {0U, 1U, 3U, 5U})
        CHECK_FALSE(clock.pass(header, std::span(octets).first(size), 48000, 8000));
    CHECK(octets == std::vector<std::uint8_t>{1, 2, 3, 4, 5});
    CHECK(header.timestamp == 99);
}

TEST_CASE("AUD-05: timestamps wrap within an event") {
    auto clock = down();
    CHECK(clock({0xFFFFFF00, 4, false, 0xFFFF, true}) == Said{0xFFFFFF00, 4, false, 10922, true});
    CHECK(clock({0xFFFFFF00 + 0xFFFF, 4, true, 600}) == Said{0xFFFFFF00 + 10922, 4, true, 100});
}

TEST_CASE("AUD-05: only an event with two clocks is rewritten") {
    const PayloadMap map(
        {{111, 96, "opus", 48000}, {110, 98, "telephone-event", 48000, 8000}, {0, 0, "PCMU", 8000, 8000}});
    CHECK(map.to_core(110)->clock_rate == 48000);
    CHECK(map.to_core(110)->event_rate == 8000);
    CHECK(map.to_access(98)->clock_rate == 8000);
    CHECK(map.to_access(98)->event_rate == 48000);
    CHECK(map.to_core(111)->event_rate == 0);
    CHECK(map.to_core(0)->event_rate == 0);
}
