// SPDX-License-Identifier: Apache-2.0
#include "transcode/waveform.hpp"

#include <algorithm>

namespace wims::transcode {
namespace {

std::size_t octets_a_sample(Waveform kind) noexcept { return kind == Waveform::l16 ? 2 : 1; }

g711::Law law(Waveform kind) noexcept { return kind == Waveform::pcma ? g711::Law::a : g711::Law::mu; }

}  // namespace

std::uint32_t whole_packet_ms(std::uint32_t ptime, std::uint32_t step, std::uint32_t octets_per_ms) noexcept {
    const auto room = static_cast<std::uint32_t>(Encoder::payload_room) / std::max(octets_per_ms, 1U);
    const std::uint32_t wanted = std::min({ptime == 0 ? 20 : ptime, 60U, room});
    return std::max(step, wanted / step * step);
}

Decoded WaveformDecoder::decode(std::span<const std::uint8_t> payload, std::span<Sample> out) {
    const std::size_t width = octets_a_sample(kind_);
    const std::size_t samples = payload.size() / width;
    if (samples == 0 || payload.size() % width != 0 || samples > out.size()) return {};
    for (std::size_t i = 0; i < samples; ++i)
        out[i] = kind_ == Waveform::l16 ? static_cast<Sample>(payload[2 * i] << 8 | payload[2 * i + 1])
                                        : g711::expand(law(kind_), payload[i]);
    concealment_.heard(out.first(samples));
    return {samples, false};
}

WaveformEncoder::WaveformEncoder(Waveform kind, std::uint32_t rate, std::uint32_t ptime)
    : kind_(kind), rate_(rate),
      packet_ms_(whole_packet_ms(ptime, 10, static_cast<std::uint32_t>(octets_a_sample(kind)) * rate / 1000)) {}

std::size_t WaveformEncoder::encode(std::span<const Sample> samples, std::span<std::uint8_t> out) {
    if (kind_ != Waveform::l16) {
        std::transform(samples.begin(), samples.end(), out.begin(),
                       [this](Sample sample) { return g711::compress(law(kind_), sample); });
        return samples.size();
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
        out[2 * i] = static_cast<std::uint8_t>(static_cast<std::uint16_t>(samples[i]) >> 8);
        out[2 * i + 1] = static_cast<std::uint8_t>(samples[i]);
    }
    return 2 * samples.size();
}

}  // namespace wims::transcode
