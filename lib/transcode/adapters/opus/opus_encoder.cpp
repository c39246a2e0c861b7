// SPDX-License-Identifier: Apache-2.0
#include "transcode/adapters/opus/opus_encoder.hpp"

#include <opus/opus.h>

#include <algorithm>
#include <new>

#include "common/sdp/fmtp_values.hpp"

namespace wims::transcode {
namespace {

constexpr std::size_t longest_silence = 2;  // octets of a packet that says nothing (DTX)
constexpr std::uint32_t lowest_bitrate = 6000;

OpusEncoder* create(std::uint32_t rate) {
    int error = 0;
    OpusEncoder* state = opus_encoder_create(static_cast<opus_int32>(rate), 1, OPUS_APPLICATION_VOIP, &error);
    if (state == nullptr) throw std::bad_alloc();
    return state;
}

/// Good speech at each bandwidth. [RFC 7587 3.1.1]
std::uint32_t usual_bitrate(std::uint32_t rate) { return rate <= 8000 ? 16000 : rate <= 16000 ? 24000 : 32000; }

/// 10, 20, 40 and 60 ms are one frame of Opus. [RFC 6716 2.1.4]
std::uint32_t whole_frame_ms(std::uint32_t ptime) {
    return ptime == 0 ? 20 : ptime >= 60 ? 60 : ptime >= 40 ? 40 : ptime >= 20 ? 20 : 10;
}

}  // namespace

void OpusSpeechEncoder::Free::operator()(OpusEncoder* state) const noexcept { opus_encoder_destroy(state); }

OpusSpeechEncoder::OpusSpeechEncoder(std::uint32_t rate, std::string_view fmtp, const OpusSettings& settings,
                                     std::uint32_t ptime)
    : rate_(rate), packet_ms_(whole_frame_ms(ptime)), state_(create(rate)) {
    auto* state = state_.get();
    const auto average = sdp::value_of(fmtp, "maxaveragebitrate");
    const auto limit = average ? sdp::number_of(*average) : std::nullopt;
    const std::uint32_t usual = usual_bitrate(rate);
    const std::uint32_t bitrate = limit ? std::max(lowest_bitrate, std::min(*limit, usual)) : usual;
    opus_encoder_ctl(state, OPUS_SET_BITRATE(static_cast<opus_int32>(bitrate)));
    opus_encoder_ctl(state, OPUS_SET_COMPLEXITY(settings.complexity));
    opus_encoder_ctl(state, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
    opus_encoder_ctl(state, OPUS_SET_VBR(sdp::value_of(fmtp, "cbr") == "1" ? 0 : 1));
    opus_encoder_ctl(state, OPUS_SET_DTX(sdp::value_of(fmtp, "usedtx") == "1" ? 1 : 0));
    if (sdp::value_of(fmtp, "useinbandfec") == "1" && settings.expected_loss > 0) {
        opus_encoder_ctl(state, OPUS_SET_INBAND_FEC(1));
        opus_encoder_ctl(state, OPUS_SET_PACKET_LOSS_PERC(settings.expected_loss));
    }
    opus_int32 lookahead = 0;
    opus_encoder_ctl(state, OPUS_GET_LOOKAHEAD(&lookahead));
    delay_ = std::chrono::nanoseconds(std::chrono::seconds(1)) * lookahead / rate;
}

std::size_t OpusSpeechEncoder::encode(std::span<const Sample> samples, std::span<std::uint8_t> out) {
    const opus_int32 octets = opus_encode(state_.get(), samples.data(), static_cast<int>(samples.size()), out.data(),
                                          static_cast<opus_int32>(out.size()));
    return octets <= static_cast<opus_int32>(longest_silence) ? 0 : static_cast<std::size_t>(octets);
}

}  // namespace wims::transcode
