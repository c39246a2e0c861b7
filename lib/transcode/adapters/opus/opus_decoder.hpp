// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "transcode/decoder.hpp"

struct OpusDecoder;

namespace wims::transcode {

/// libopus at the other codec's own rate: it decodes no band that nobody hears. [RFC 7587]
class OpusSpeechDecoder final : public Decoder {
public:
    explicit OpusSpeechDecoder(std::uint32_t rate);
    std::uint32_t rate() const noexcept override { return rate_; }
    Decoded decode(std::span<const std::uint8_t> payload, std::span<Sample> out) override;
    void conceal(std::span<Sample> out) override;
    bool recover(std::span<const std::uint8_t> next, std::span<Sample> out) override;

private:
    struct Free {
        void operator()(OpusDecoder* state) const noexcept;
    };
    const std::uint32_t rate_;
    const std::unique_ptr<OpusDecoder, Free> state_;
};

}  // namespace wims::transcode
