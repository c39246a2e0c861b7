// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

#include <algorithm>
#include <random>

namespace wims::transcode {
namespace {

/// Voiced sounds, a glide of pitch with three formants and a pause now and then: what codecs of speech are made for.
Audio speech(std::uint32_t rate, double seconds) {
    Audio audio(static_cast<std::size_t>(rate * seconds));
    double phase = 0;
    for (std::size_t i = 0; i < audio.size(); ++i) {
        const double t = static_cast<double>(i) / rate;
        phase += 2 * std::numbers::pi * (120 + 30 * std::sin(2 * std::numbers::pi * 0.7 * t)) / rate;
        double sum = 0;
        for (int k = 1; k <= 24; ++k) {
            const double f = 120.0 * k;
            const auto formant = [f](double at, double width) { return 1 / (1 + std::pow((f - at) / width, 2)); };
            sum += std::sin(k * phase) * (formant(600, 120) + 0.6 * formant(1300, 150) + 0.3 * formant(2500, 200));
        }
        const double loud = std::fmod(t, 1.5) < 1.2 ? 1 : 0.02;
        audio[i] = static_cast<std::int16_t>(std::lround(3000 * loud * sum));
    }
    return audio;
}

/// Mean over 20 ms pieces that are loud, each within -10…35 dB, at the best of all shifts up to 40 ms.
double segmental_snr(const Audio& original, const Audio& heard, std::uint32_t rate) {
    double best = -10;
    const std::size_t piece = rate / 50;
    for (std::size_t shift = 0; shift < rate / 25; shift += std::max<std::size_t>(1, rate / 16000)) {
        double sum = 0;
        int pieces = 0;
        for (std::size_t at = 0; at + piece + shift <= std::min(original.size(), heard.size()); at += piece) {
            double signal = 1, noise = 1;
            for (std::size_t i = at; i < at + piece; ++i) {
                const double difference = original[i] - heard[i + shift];
                signal += static_cast<double>(original[i]) * original[i];
                noise += difference * difference;
            }
            if (signal / static_cast<double>(piece) < 10000) continue;
            sum += std::clamp(10 * std::log10(signal / noise), -10.0, 35.0);
            ++pieces;
        }
        if (pieces > 0) best = std::max(best, sum / pieces);
    }
    return best;
}

std::vector<Sent> with_loss(const std::vector<Sent>& packets, double part, media::Transcoder& through,
                            std::uint32_t clock) {
    std::mt19937 dice(7);
    Sink sink;
    for (std::size_t i = 0; i < packets.size(); ++i) {
        if (i > 5 && dice() % 1000 < part * 1000) continue;
        const auto now = TimePoint(std::chrono::seconds(1)) + milliseconds(packets[i].timestamp * 1000 / clock);
        through.receive(media::Towards::core, {i, packets[i].timestamp, packets[i].payload}, now, sink);
    }
    return sink.packets;
}

}  // namespace

TEST_CASE("AUD-03: speech comes through; loss of 5 % leaves no gap") {
    struct Case {
        iq::Codec from, to;
        double clean, lossy;  // dB that must be there
    };
    // Waveform codecs keep the wave; what AMR and Opus keep of it at these rates is less, and less again after both.
    const std::vector<Case> cases{{pcma, pcmu, 30, 28},    {pcma, g722, 12, 11},       {g722, pcmu, 12, 10.5},
                                  {pcma, opus, 9, 8},      {opus, pcma, 6, 5.5},       {opus, amr_narrow, 5.5, 5},
                                  {opus, amr_wide, 10, 9}, {amr_narrow, opus, 5, 2.5}, {amr_wide, opus, 8.5, 3},
                                  {amr_wide, pcma, 8.5, 3}};
    for (const auto& one : cases) {
        CAPTURE(one.from.encoding);
        CAPTURE(one.to.encoding);
        const auto rate = pcm_for(one.from).clock_rate;
        const auto original = speech(rate, 6);
        const auto packets = coded(original, one.from);
        const auto measure = [&](double loss, media::TranscoderStatistics& statistics) {
            const auto through = transcoder(one.from, one.to);
            const auto made = with_loss(packets, loss, *through, one.from.clock_rate);
            statistics = through->statistics(media::Towards::core);
            for (std::size_t i = 1; i < made.size(); ++i)
                CHECK(made[i].timestamp - made[i - 1].timestamp == one.to.clock_rate / 50);
            const auto audio = heard(made, one.to);
            const auto out_rate = pcm_for(one.to).clock_rate;
            return segmental_snr(speech(out_rate, 6), audio, out_rate);
        };
        media::TranscoderStatistics clean, lossy;
        const double without = measure(0, clean);
        const double with = measure(0.05, lossy);
        MESSAGE(one.from.encoding << " to " << one.to.encoding << ": " << without << " dB, with 5 % loss " << with
                                  << " dB, recovered " << lossy.recovered_ms << " of " << lossy.concealed_ms << " ms");
        CHECK(without >= one.clean);
        CHECK(with >= one.lossy);
        CHECK(clean.concealed_ms == 0);
        CHECK(lossy.concealed_ms >= 100);
        if (one.from.encoding == "opus") CHECK(lossy.recovered_ms > 0);
    }
}

TEST_CASE("Packets that overtake one another: the first costs a concealment, later ones are waited for") {
    const auto through = transcoder(pcma, opus);
    const auto packets = coded(speech(8000, 4), pcma);
    Sink sink;
    const auto start = TimePoint(std::chrono::seconds(1));
    for (std::size_t i = 0; i + 1 < packets.size(); i += 10) {
        for (std::size_t k = i; k < i + 10 && k < packets.size(); ++k) {
            const std::size_t swapped = k == i + 4 ? k + 1 : k == i + 5 ? k - 1 : k;
            const auto now = start + milliseconds(20 * static_cast<int>(k));
            through->handle_time(now, sink);
            through->receive(media::Towards::core, {swapped, packets[swapped].timestamp, packets[swapped].payload}, now,
                             sink);
        }
    }
    const auto statistics = through->statistics(media::Towards::core);
    CHECK(statistics.late == 1);
    CHECK(statistics.concealed_ms == 20);
    CHECK(through->delay(media::Towards::core) >= milliseconds(20));
    for (std::size_t i = 1; i < sink.packets.size(); ++i)
        CHECK(sink.packets[i].timestamp - sink.packets[i - 1].timestamp == 960);
}

TEST_CASE("A long loss is concealed for 120 ms and then a jump") {
    const auto through = transcoder(pcma, opus);
    const auto packets = coded(speech(8000, 4), pcma);
    Sink sink;
    const auto at = [&](std::size_t i) {
        through->receive(media::Towards::core, {i, packets[i].timestamp, packets[i].payload},
                         TimePoint(milliseconds(1000 + 20 * i)), sink);
    };
    for (std::size_t i = 0; i < 20; ++i) at(i);
    for (std::size_t i = 60; i < 80; ++i) at(i);
    CHECK(through->statistics(media::Towards::core).concealed_ms == 120);
    REQUIRE(sink.packets.size() == 46);
    CHECK(sink.packets[26].timestamp == 60 * 960);
    CHECK(sink.packets[26].marker);
}

}  // namespace wims::transcode
