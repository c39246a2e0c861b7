// SPDX-License-Identifier: Apache-2.0
#include "transcode/adapters/opus/opus_decoder.hpp"

#include <opus/opus.h>

#include <algorithm>
#include <new>

namespace wims::transcode {
namespace {

/// A packet without audio: the table of contents alone, or with one octet. [RFC 6716 4.1; libopus' DTX]
constexpr std::size_t longest_silence = 2;

OpusDecoder* create(std::uint32_t rate) {
    int error = 0;
    OpusDecoder* state = opus_decoder_create(static_cast<opus_int32>(rate), 1, &error);
    if (state == nullptr) throw std::bad_alloc();
    return state;
}

opus_int32 size_of(std::span<const std::uint8_t> payload) { return static_cast<opus_int32>(payload.size()); }

}  // namespace

void OpusSpeechDecoder::Free::operator()(OpusDecoder* state) const noexcept { opus_decoder_destroy(state); }

OpusSpeechDecoder::OpusSpeechDecoder(std::uint32_t rate) : rate_(rate), state_(create(rate)) {}

Decoded OpusSpeechDecoder::decode(std::span<const std::uint8_t> payload, std::span<Sample> out) {
    const int samples =
        opus_decode(state_.get(), payload.data(), size_of(payload), out.data(), static_cast<int>(out.size()), 0);
    if (samples <= 0) return {};
    return {static_cast<std::size_t>(samples), payload.size() <= longest_silence};
}

void OpusSpeechDecoder::conceal(std::span<Sample> out) {
    while (!out.empty()) {
        const std::size_t n = std::min<std::size_t>(out.size(), rate_ / 50);
        if (opus_decode(state_.get(), nullptr, 0, out.data(), static_cast<int>(n), 0) < 0)
            std::fill_n(out.begin(), n, Sample{0});
        out = out.subspan(n);
    }
}

bool OpusSpeechDecoder::recover(std::span<const std::uint8_t> next, std::span<Sample> out) {
    // What next holds of its predecessor is as long as next itself; libopus conceals what is before it.
    if (opus_packet_get_nb_samples(next.data(), size_of(next), static_cast<opus_int32>(rate_)) <= 0 ||
        opus_decode(state_.get(), next.data(), size_of(next), out.data(), static_cast<int>(out.size()), 1) < 0) {
        conceal(out);
        return false;
    }
    const bool silk = (next[0] & 0x80) == 0;  // CELT has no redundancy [RFC 6716 2.1.7]
    return silk;
}

}  // namespace wims::transcode
