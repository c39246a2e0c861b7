// SPDX-License-Identifier: Apache-2.0
#include "transcode/amr/amr_decoder.hpp"

#include <algorithm>

namespace wims::transcode::amr {

AmrDecoder::AmrDecoder(Variant variant, const Parameters& parameters)
    : variant_(variant), format_(variant, parameters.octet_aligned), speech_(make_speech_decoder(variant)) {}

Decoded AmrDecoder::decode(std::span<const std::uint8_t> octets, std::span<Sample> out) {
    const auto payload = format_.read(octets);
    if (!payload || payload->count * frame_samples() > out.size()) return {};
    mode_request_ = payload->mode_request;
    Decoded done;
    for (std::size_t i = 0; i < payload->count; ++i) {
        const Frame& frame = payload->frames[i];
        const bool usable = frame.good && frame.type != speech_lost;
        speech_->decode(usable ? frame : Frame{}, out.subspan(done.samples, frame_samples()));
        done.samples += frame_samples();
        done.silence = frame.type == silence_type(variant_) || (done.silence && frame.type == no_data);
    }
    return done;
}

void AmrDecoder::conceal(std::span<Sample> out) {
    std::array<Sample, 16 * frame_ms> frame{};
    while (!out.empty()) {
        speech_->decode(Frame{}, frame);
        const std::size_t n = std::min(out.size(), frame_samples());
        std::copy_n(frame.begin(), n, out.begin());
        out = out.subspan(n);
    }
}

}  // namespace wims::transcode::amr
