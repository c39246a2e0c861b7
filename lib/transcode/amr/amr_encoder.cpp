// SPDX-License-Identifier: Apache-2.0
#include "transcode/amr/amr_encoder.hpp"

#include "transcode/waveform.hpp"

namespace wims::transcode::amr {

AmrEncoder::AmrEncoder(Variant variant, const Parameters& parameters, std::uint8_t start_mode, bool dtx,
                       std::uint32_t ptime)
    : variant_(variant), format_(variant, parameters.octet_aligned), packet_ms_(whole_packet_ms(ptime, frame_ms, 0)),
      speech_(make_speech_encoder(variant, dtx)), modes_(parameters, start_mode) {}

std::size_t AmrEncoder::encode(std::span<const Sample> samples, std::span<std::uint8_t> out) {
    const std::size_t frame_samples = rate() * frame_ms / 1000;
    Payload payload;
    bool anything = false;
    for (; samples.size() >= frame_samples; samples = samples.subspan(frame_samples)) {
        Frame& frame = payload.frames[payload.count++];
        frame = speech_->encode(modes_.next(), samples.first(frame_samples));
        anything |= frame.type != no_data;
    }
    return anything ? format_.write(payload, out) : 0;
}

Duration AmrEncoder::delay() const noexcept {
    return std::chrono::microseconds(variant_ == Variant::narrow ? 7000 : 5940);
}

}  // namespace wims::transcode::amr
