// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "transcode/encoder.hpp"

struct OpusEncoder;

namespace wims::transcode {

struct OpusSettings {
    int complexity = 5;
    int expected_loss = 5;  ///< percent
};

/// libopus at the other codec's own rate, within what the receiver's fmtp allows. [RFC 7587 6.1]
class OpusSpeechEncoder final : public Encoder {
public:
    OpusSpeechEncoder(std::uint32_t rate, std::string_view fmtp, const OpusSettings& settings, std::uint32_t ptime);
    std::uint32_t rate() const noexcept override { return rate_; }
    std::uint32_t packet_ms() const noexcept override { return packet_ms_; }
    std::size_t encode(std::span<const Sample> samples, std::span<std::uint8_t> out) override;
    Duration delay() const noexcept override { return delay_; }

private:
    struct Free {
        void operator()(OpusEncoder* state) const noexcept;
    };
    const std::uint32_t rate_;
    const std::uint32_t packet_ms_;
    const std::unique_ptr<OpusEncoder, Free> state_;
    Duration delay_{};
};

}  // namespace wims::transcode
