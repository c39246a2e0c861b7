// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <wims/transcode/codecs.hpp>

namespace wims::transcode {

using std::chrono::milliseconds;

inline const iq::Codec opus{"opus", 48000, 2, "useinbandfec=1", 20};
inline const iq::Codec g722{"G722", 8000, 1, "", 20};
inline const iq::Codec pcma{"PCMA", 8000, 1, "", 20};
inline const iq::Codec pcmu{"PCMU", 8000, 1, "", 20};
inline const iq::Codec amr_narrow{"AMR", 8000, 1, "", 20};
inline const iq::Codec amr_aligned{"AMR", 8000, 1, "octet-align=1", 20};
inline const iq::Codec amr_wide{"AMR-WB", 16000, 1, "", 20};
inline const iq::Codec amr_wide_aligned{"AMR-WB", 16000, 1, "octet-align=1", 20};
inline const iq::Codec pcm_8{"L16", 8000, 1, "", 20};
inline const iq::Codec pcm_16{"L16", 16000, 1, "", 20};
inline const iq::Codec pcm_48{"L16", 48000, 1, "", 10};

struct Sent {
    std::int64_t timestamp = 0;
    bool marker = false;
    std::vector<std::uint8_t> payload;
};

struct Sink final : media::TranscoderOutput {
    void send(media::Towards, const media::TranscodedPacket& packet) override {
        packets.push_back({packet.timestamp, packet.marker, {packet.payload.begin(), packet.payload.end()}});
    }
    std::vector<Sent> packets;
};

inline std::unique_ptr<media::CodecFactory> codecs(const CodecsConfig& config = {}) {
    auto made = make_codecs(config);
    REQUIRE(made);
    return std::move(*made);
}

/// Towards the core: `from` is the access side's.
inline std::unique_ptr<media::Transcoder> transcoder(const iq::Codec& from, const iq::Codec& to,
                                                     const CodecsConfig& config = {}) {
    auto made = codecs(config)->create(from, to);
    REQUIRE_MESSAGE(made, (made ? "" : made.error().text));
    return std::move(*made);
}

/// Everything of `packets` through one transcoder, each at its time.
inline std::vector<Sent> run(media::Transcoder& through, const std::vector<Sent>& packets, std::uint32_t clock) {
    Sink sink;
    std::uint64_t sequence = 0;
    for (const auto& packet : packets) {
        const auto now = TimePoint(std::chrono::seconds(1)) + milliseconds(packet.timestamp * 1000 / clock);
        through.receive(media::Towards::core, {sequence++, packet.timestamp, packet.payload}, now, sink);
    }
    return sink.packets;
}

using Audio = std::vector<std::int16_t>;

inline Audio tone(double hertz, double amplitude, std::uint32_t rate, double seconds) {
    Audio audio(static_cast<std::size_t>(rate * seconds));
    for (std::size_t i = 0; i < audio.size(); ++i)
        audio[i] = static_cast<std::int16_t>(
            std::lround(amplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate)));
    return audio;
}

inline std::vector<Sent> packed(const Audio& audio, std::uint32_t rate, std::uint32_t ptime = 10) {
    std::vector<Sent> packets;
    const std::size_t samples = rate * ptime / 1000;
    for (std::size_t at = 0; at + samples <= audio.size(); at += samples) {
        Sent packet{static_cast<std::int64_t>(at), false, {}};
        for (std::size_t i = at; i < at + samples; ++i) {
            packet.payload.push_back(static_cast<std::uint8_t>(static_cast<std::uint16_t>(audio[i]) >> 8));
            packet.payload.push_back(static_cast<std::uint8_t>(audio[i]));
        }
        packets.push_back(std::move(packet));
    }
    return packets;
}

/// Each sample at its timestamp; silence where nothing came.
inline Audio unpacked(const std::vector<Sent>& packets) {
    Audio audio;
    for (const auto& packet : packets) {
        const auto at = static_cast<std::size_t>(packet.timestamp);
        if (audio.size() < at + packet.payload.size() / 2) audio.resize(at + packet.payload.size() / 2);
        for (std::size_t i = 0; i < packet.payload.size() / 2; ++i)
            audio[at + i] = static_cast<std::int16_t>(packet.payload[2 * i] << 8 | packet.payload[2 * i + 1]);
    }
    return audio;
}

inline std::uint32_t clock_of(const iq::Codec& codec) { return codec.clock_rate; }
inline bool is_wide(const iq::Codec& codec) { return codec.encoding == "AMR-WB" || codec.encoding == "G722"; }
/// PCM that loses nothing beside `codec`.
inline const iq::Codec& pcm_for(const iq::Codec& codec) {
    return codec.encoding == "opus" ? pcm_48 : is_wide(codec) ? pcm_16 : pcm_8;
}

/// `audio` at the rate of pcm_for(codec) as packets of `codec`.
inline std::vector<Sent> coded(const Audio& audio, const iq::Codec& codec, const CodecsConfig& config = {}) {
    const auto& pcm = pcm_for(codec);
    return run(*transcoder(pcm, codec, config), packed(audio, pcm.clock_rate), pcm.clock_rate);
}
inline Audio heard(const std::vector<Sent>& packets, const iq::Codec& codec) {
    return unpacked(run(*transcoder(codec, pcm_for(codec)), packets, codec.clock_rate));
}

/// Amplitude of one frequency over a whole number of its periods, more or less.
inline double amplitude_at(std::span<const std::int16_t> audio, double hertz, std::uint32_t rate) {
    double real = 0, imaginary = 0;
    for (std::size_t i = 0; i < audio.size(); ++i) {
        const double angle = 2 * std::numbers::pi * hertz * static_cast<double>(i) / rate;
        // Hann, so that what is beside does not leak in
        const double w =
            1 - std::cos(2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(audio.size()));
        real += w * audio[i] * std::cos(angle);
        imaginary += w * audio[i] * std::sin(angle);
    }
    return 2 * std::hypot(real, imaginary) / static_cast<double>(audio.size());
}

/// The strongest frequency near `expected`, to 0.1 Hz.
inline double frequency_near(std::span<const std::int16_t> audio, double expected, std::uint32_t rate) {
    double best = 0, found = 0;
    for (double hertz = expected - 8; hertz <= expected + 8; hertz += 0.1) {
        const double amplitude = amplitude_at(audio, hertz, rate);
        if (amplitude > best) {
            best = amplitude;
            found = hertz;
        }
    }
    return found;
}

}  // namespace wims::transcode
