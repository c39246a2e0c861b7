// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "transcode/amr/payload_format.hpp"
#include "transcode/decoder.hpp"

/// One frame at a time, by opencore-amr and vo-amrwbenc. libavcodec's decoders are twice as fast, and know neither SID frames nor
/// concealment; of its encoders, Debian's plain libavcodec has none.
namespace wims::transcode::amr {

class SpeechDecoder {
public:
    virtual ~SpeechDecoder() = default;
    /// 20 ms. Type 15 stands for a lost frame, or for silence after a SID frame: the codec knows which.
    virtual void decode(const Frame& frame, std::span<Sample> out) = 0;
};

class SpeechEncoder {
public:
    virtual ~SpeechEncoder() = default;
    virtual Frame encode(std::uint8_t mode, std::span<const Sample> samples) = 0;
};

std::unique_ptr<SpeechDecoder> make_speech_decoder(Variant variant);
std::unique_ptr<SpeechEncoder> make_speech_encoder(Variant variant, bool dtx);

}  // namespace wims::transcode::amr
