// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

namespace wims::transcode {

TEST_CASE("Timestamps count in the target's clock: 48 kHz of Opus, 8 kHz of G.722, and no drift") {
    struct Case {
        iq::Codec from, to;
        std::int64_t step;
    };
    const auto with = [](iq::Codec codec, std::uint32_t ptime) {
        codec.ptime = ptime;
        return codec;
    };
    const std::vector<Case> cases{
        {pcma, opus, 960},
        {pcma, g722, 160},
        {opus, g722, 160},
        {g722, opus, 960},
        {g722, amr_wide, 320},
        {opus, amr_narrow, 160},
        {opus, with(amr_narrow, 40), 320},
        {opus, with(amr_wide, 60), 960},
        {opus, with(pcma, 10), 80},
        {opus, with(pcma, 30), 240},
        {opus, with(pcmu, 40), 320},
        {opus, with(g722, 60), 480},
        {pcma, with(opus, 10), 480},
        {pcma, with(opus, 60), 2880},
        {pcma, with(opus, 30), 960},        // Opus has no frame of 30 ms
        {opus, with(amr_narrow, 30), 160},  // nor AMR
    };
    for (const auto& one : cases) {
        CAPTURE(one.from.encoding);
        CAPTURE(one.to.encoding);
        CAPTURE(one.to.ptime);
        const auto packets = coded(tone(440, 8000, pcm_for(one.from).clock_rate, 1), one.from);
        const auto made = run(*transcoder(one.from, one.to), packets, one.from.clock_rate);
        REQUIRE(made.size() > 10);
        CHECK(made.front().marker);
        for (std::size_t i = 0; i < made.size(); ++i) {
            CHECK(made[i].timestamp == static_cast<std::int64_t>(i) * one.step);
            CHECK(made[i].marker == (i == 0));
        }
        const auto sent_ms = packets.back().timestamp * 1000 / one.from.clock_rate;
        CHECK(made.back().timestamp * 1000 / one.to.clock_rate >= sent_ms - 80);
    }
}

TEST_CASE("The delay is what delay() says, within a millisecond") {
    // A click: where it comes out, against where it went in.
    for (const auto& codec : {opus, g722, amr_narrow, amr_wide}) {
        CAPTURE(codec.encoding);
        const auto& pcm = pcm_for(codec);
        const auto rate = pcm.clock_rate;
        Audio audio = tone(440, 6000, rate, 1.5);
        const std::size_t from = rate, until = rate * 11 / 10;
        for (std::size_t i = 0; i < from; ++i) audio[i] = 0;
        for (std::size_t i = until; i < audio.size(); ++i) audio[i] = 0;
        const auto there = transcoder(pcm, codec);
        const auto back = transcoder(codec, pcm);
        const auto out = unpacked(run(*back, run(*there, packed(audio, rate), rate), codec.clock_rate));
        // Which shift makes both most alike.
        double best = 0;
        std::size_t delay = 0;
        for (std::size_t shift = 0; shift < rate / 25; ++shift) {
            double alike = 0;
            for (std::size_t i = from - 100; i < until + rate / 50; ++i)
                alike += static_cast<double>(audio[i]) * out[i + shift];
            if (alike > best) {
                best = alike;
                delay = shift;
            }
        }
        const auto stated = there->delay(media::Towards::core) + back->delay(media::Towards::core);
        const double measured_ms = static_cast<double>(delay) * 1000 / rate;
        const double stated_ms = std::chrono::duration<double, std::milli>(stated).count();
        MESSAGE(codec.encoding << ": measured " << measured_ms << " ms, stated " << stated_ms << " ms");
        CHECK(std::abs(measured_ms - stated_ms) < 1.0);
    }
}

TEST_CASE("A jump of the source's timestamps is a silence, marked; a step back is none") {
    const auto through = transcoder(pcma, amr_narrow);
    const auto speech = coded(tone(440, 8000, 8000, 1), pcma);
    Sink sink;
    std::uint64_t sequence = 0;
    auto now = TimePoint(std::chrono::seconds(1));
    const auto send = [&](std::size_t from, std::int64_t by) {
        for (std::size_t i = from; i < from + 10; ++i, now += milliseconds(20))
            through->receive(media::Towards::core, {sequence++, speech[i].timestamp + by, speech[i].payload}, now,
                             sink);
    };
    send(0, 0);
    send(10, 16000);  // 2 s on, nothing lost
    REQUIRE(sink.packets.size() == 20);
    CHECK(sink.packets[10].timestamp == 17600);
    CHECK(sink.packets[10].marker);
    CHECK_FALSE(sink.packets[11].marker);
    send(20, -100000);
    REQUIRE(sink.packets.size() == 30);
    CHECK(sink.packets[20].timestamp == 19200);
}

}  // namespace wims::transcode
