// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

#include <random>

namespace wims::transcode {
namespace {

/// A second of tone, three of faint noise, a second of tone.
Audio talk(std::uint32_t rate) {
    Audio audio = tone(440, 8000, rate, 5);
    std::mt19937 dice(3);
    for (std::size_t i = rate; i < 4 * rate; ++i)
        audio[i] = static_cast<std::int16_t>(static_cast<int>(dice() % 61) - 30);
    return audio;
}

}  // namespace

TEST_CASE("AMR's silence becomes comfort noise: the other side hears a packet each 20 ms") {
    for (const auto& codec : {amr_narrow, amr_wide}) {
        CAPTURE(codec.encoding);
        const CodecsConfig quiet{5, 5, 7, 8, true};
        const auto packets = coded(talk(pcm_for(codec).clock_rate), codec, quiet);
        MESSAGE(codec.encoding << " with DTX: " << packets.size() << " packets of 250");
        REQUIRE(packets.size() < 200);
        const auto through = transcoder(codec, pcma);
        Sink sink;
        std::size_t next = 0;
        for (int ms = 0; ms < 5000; ms += 10) {
            const auto now = TimePoint(milliseconds(1000 + ms));
            for (; next < packets.size() && packets[next].timestamp * 1000 / codec.clock_rate <= ms; ++next)
                through->receive(media::Towards::core, {next, packets[next].timestamp, packets[next].payload}, now,
                                 sink);
            if (const auto due = through->deadline(); due && *due <= now) through->handle_time(now, sink);
        }
        CHECK(sink.packets.size() >= 245);
        for (std::size_t i = 1; i < sink.packets.size(); ++i)
            CHECK(sink.packets[i].timestamp - sink.packets[i - 1].timestamp == 160);
        CHECK(through->statistics(media::Towards::core).comfort_ms > 1000);
        CHECK(through->statistics(media::Towards::core).concealed_ms == 0);
        // The second tone is where it was.
        const auto audio = heard(sink.packets, pcma);
        CHECK(amplitude_at(std::span(audio).subspan(35000, 4000), 440, 8000) > 4000);
        CHECK(amplitude_at(std::span(audio).subspan(20000, 4000), 440, 8000) < 100);
    }
}

TEST_CASE("A source that stays silent altogether is no noise for ever") {
    const auto through = transcoder(amr_narrow, pcma);
    const auto packets = coded(talk(8000), amr_narrow, CodecsConfig{5, 5, 7, 8, true});
    Sink sink;
    std::size_t n = 0;
    for (; n < 90; ++n)
        through->receive(media::Towards::core, {n, packets[n].timestamp, packets[n].payload},
                         TimePoint(milliseconds(1000 + packets[n].timestamp / 8)), sink);
    const std::size_t before = sink.packets.size();
    int wakes = 0;
    while (const auto due = through->deadline()) {
        through->handle_time(*due, sink);
        REQUIRE(++wakes < 100);
    }
    CHECK(sink.packets.size() - before <= 55);
}

TEST_CASE("AUD-05: numbers that telephone-events used are no loss") {
    const auto through = transcoder(opus, pcma);
    const auto packets = coded(tone(440, 8000, 48000, 1), opus);
    Sink sink;
    std::uint64_t sequence = 0;
    for (std::size_t i = 0; i < packets.size(); ++i) {
        const auto now = TimePoint(milliseconds(1000 + 20 * i));
        const bool event = i >= 20 && i < 25;
        through->receive(
            media::Towards::core,
            {sequence++, packets[i].timestamp, event ? std::span<const std::uint8_t>() : packets[i].payload}, now,
            sink);
    }
    CHECK(through->statistics(media::Towards::core).concealed_ms == 0);
    REQUIRE(sink.packets.size() >= packets.size() - 6);
    CHECK(sink.packets[20].timestamp == 25 * 160);
}

}  // namespace wims::transcode
