// SPDX-License-Identifier: Apache-2.0
#include "bench/relay/speech.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include <wims/transcode/codecs.hpp>

namespace wims::bench {

namespace {

constexpr std::size_t packets = 250;  // five seconds
constexpr unsigned packets_a_second = 50;

struct Known {
    const char* encoding;
    std::uint32_t clock_rate;
    std::uint8_t channels;
    std::uint32_t sample_rate;
    std::uint8_t type;
    const char* fmtp;
};
constexpr Known table[] = {{"opus", 48000, 2, 48000, 111, "useinbandfec=1"},
                           {"AMR-WB", 16000, 1, 16000, 96, "octet-align=1"},
                           {"AMR", 8000, 1, 8000, 97, "octet-align=1"},
                           {"PCMA", 8000, 1, 8000, 8, ""},
                           {"G722", 8000, 1, 16000, 9, ""}};

/// A voice as encoders see it: a fundamental that wanders, its harmonics falling, syllables, and breath.
std::vector<std::int16_t> talker(std::uint32_t rate) {
    std::vector<std::int16_t> out(packets * rate / packets_a_second);
    std::uint32_t noise = 1;
    double phase = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double t = static_cast<double>(i) / rate;
        phase += 2 * std::numbers::pi * (130 + 25 * std::sin(2 * std::numbers::pi * 0.7 * t)) / rate;
        noise = noise * 1664525U + 1013904223U;
        double sample = 0.02 * (static_cast<double>(noise >> 8) / (1U << 24) - 0.5);
        for (int harmonic = 1; harmonic <= 20; ++harmonic) sample += std::sin(harmonic * phase) / (harmonic + 2);
        const double syllables = 0.5 + 0.5 * std::sin(2 * std::numbers::pi * 3 * t);
        out[i] = static_cast<std::int16_t>(9000 * syllables * sample);
    }
    return out;
}

struct Collected final : media::TranscoderOutput {
    void send(media::Towards, const media::TranscodedPacket& packet) override {
        payloads.emplace_back(packet.payload.begin(), packet.payload.end());
    }
    std::vector<std::vector<std::uint8_t>> payloads;
};

}  // namespace

Speech speech_in(const std::string& encoding) {
    for (const auto& known : table) {
        if (encoding != known.encoding) continue;
        const auto codecs = transcode::make_codecs({});
        const iq::Codec from{"L16", known.sample_rate, 1, "", 20};
        const iq::Codec to{known.encoding, known.clock_rate, known.channels, known.fmtp, 20};
        const auto coder = (*codecs)->create(from, to);
        if (!coder) throw std::runtime_error(coder.error().text);

        Collected made;
        const auto samples = talker(known.sample_rate);
        const std::size_t each = known.sample_rate / packets_a_second;
        for (std::size_t i = 0; i < packets; ++i) {
            std::vector<std::uint8_t> payload;
            for (std::size_t k = i * each; k < (i + 1) * each; ++k) {
                payload.push_back(static_cast<std::uint8_t>(samples[k] >> 8));
                payload.push_back(static_cast<std::uint8_t>(samples[k]));
            }
            (*coder)->receive(media::Towards::core, {i, static_cast<std::int64_t>(i * each), payload},
                              TimePoint(std::chrono::milliseconds(20 * i)), made);
        }
        const std::string channels = known.channels == 1 ? "" : "/" + std::to_string(known.channels);
        return {encoding + "/" + std::to_string(known.clock_rate) + channels, known.fmtp, known.type,
                known.clock_rate / packets_a_second, std::move(made.payloads)};
    }
    throw std::runtime_error("no codec " + encoding);
}

}  // namespace wims::bench
