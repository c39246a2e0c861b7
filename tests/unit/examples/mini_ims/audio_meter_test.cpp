// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/audio/audio_meter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "mini_ims/audio/g711.hpp"
#include "mini_ims/audio/tone.hpp"

using namespace wims::mini_ims;
using namespace std::chrono_literals;

namespace {
/// `seconds` of the tone through G.711, in blocks of 20 ms from `from` on.
wims::TimePoint play(AudioMeter& meter, Tone& tone, G711 law, wims::Duration length, wims::TimePoint from) {
    for (const auto end = from + length; from < end; from += 20ms) {
        std::array<std::int16_t, 160> samples;
        tone.next(samples);
        std::ranges::transform(samples, samples.begin(), [law](std::int16_t s) { return decode(law, encode(law, s)); });
        meter.add(samples, from);
    }
    return from - 20ms;
}
}  // namespace

TEST_CASE("AUD-08: frequency within 2 Hz and level within 1 dB, through both laws") {
    for (const auto law : {G711::pcmu, G711::pcma})
        for (const double frequency : {100.0, 300.3, 440.0, 997.0, 1000.5, 2750.0, 3390.0})
            for (const double level : {-3.0, -20.0, -40.0}) {
                AudioMeter meter;
                Tone tone(frequency, level);
                const auto now = play(meter, tone, law, 3s, {});
                CAPTURE(frequency);
                CAPTURE(level);
                REQUIRE(meter.frequency_hz(now));
                CHECK(std::abs(*meter.frequency_hz(now) - frequency) < 2);
                CHECK(std::abs(*meter.level_dbfs(now) - level) < 1);
            }
}

TEST_CASE("AUD-08: a quarter of a second is enough for 2 Hz; less says nothing") {
    AudioMeter meter;
    Tone tone(440, -20);
    auto now = play(meter, tone, G711::pcmu, 200ms, {});
    CHECK_FALSE(meter.frequency_hz(now));
    now = play(meter, tone, G711::pcmu, 100ms, now + 20ms);
    REQUIRE(meter.frequency_hz(now));
    CHECK(std::abs(*meter.frequency_hz(now) - 440) < 2);
}

TEST_CASE("AUD-08: what is older than three seconds is not heard any more") {
    AudioMeter meter;
    Tone loud(1000, -6), quiet(440, -30);
    auto now = play(meter, loud, G711::pcmu, 2s, {});
    now = play(meter, quiet, G711::pcmu, 3s + 40ms, now + 20ms);
    CHECK(std::abs(*meter.level_dbfs(now) + 30) < 1);
    CHECK(std::abs(*meter.frequency_hz(now) - 440) < 2);
    CHECK_FALSE(meter.level_dbfs(now + 4s));
    CHECK_FALSE(meter.frequency_hz(now + 4s));
}

TEST_CASE("AUD-08: silence has a level and no frequency") {
    AudioMeter meter;
    const std::array<std::int16_t, 8000> silence{};
    meter.add(silence, {});
    CHECK(*meter.level_dbfs({}) == -96);
    CHECK_FALSE(meter.frequency_hz({}));
}
