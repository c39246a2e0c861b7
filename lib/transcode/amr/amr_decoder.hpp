// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transcode/adapters/amr/speech.hpp"
#include "transcode/amr/parameters.hpp"

namespace wims::transcode::amr {

class AmrDecoder final : public Decoder {
public:
    AmrDecoder(Variant variant, const Parameters& parameters);
    std::uint32_t rate() const noexcept override { return sample_rate(variant_); }
    Decoded decode(std::span<const std::uint8_t> payload, std::span<Sample> out) override;
    void conceal(std::span<Sample> out) override;
    std::optional<std::uint8_t> mode_request() const noexcept override { return mode_request_; }

private:
    std::size_t frame_samples() const noexcept { return rate() * frame_ms / 1000; }

    const Variant variant_;
    const PayloadFormat format_;
    const std::unique_ptr<SpeechDecoder> speech_;
    std::optional<std::uint8_t> mode_request_;
};

}  // namespace wims::transcode::amr
