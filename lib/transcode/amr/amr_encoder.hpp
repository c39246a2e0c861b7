// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transcode/adapters/amr/speech.hpp"
#include "transcode/amr/mode_control.hpp"
#include "transcode/encoder.hpp"

namespace wims::transcode::amr {

class AmrEncoder final : public Encoder {
public:
    AmrEncoder(Variant variant, const Parameters& parameters, std::uint8_t start_mode, bool dtx, std::uint32_t ptime);
    std::uint32_t rate() const noexcept override { return sample_rate(variant_); }
    std::uint32_t packet_ms() const noexcept override { return packet_ms_; }
    std::size_t encode(std::span<const Sample> samples, std::span<std::uint8_t> out) override;
    void request_mode(std::uint8_t mode) override { modes_.request(mode); }
    /// Look-ahead of 5 ms, and the filters of encoder and decoder as measured. [TS 26.090 5, TS 26.190 5]
    Duration delay() const noexcept override;

private:
    const Variant variant_;
    const PayloadFormat format_;
    const std::uint32_t packet_ms_;
    const std::unique_ptr<SpeechEncoder> speech_;
    ModeControl modes_;
};

}  // namespace wims::transcode::amr
