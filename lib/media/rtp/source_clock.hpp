// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include <wims/common/clock.hpp>

#include "media/rtp/header.hpp"

namespace wims::media::rtp {

/// The numbers of whoever speaks, unwrapped: sequence and timestamp go on when the SSRC changes, the latter by the time
/// that passed.
class SourceClock {
public:
    struct At {
        std::uint64_t sequence;
        std::int64_t timestamp;
    };
    At received(const Header& header, std::uint32_t clock_rate, TimePoint now);

    std::optional<std::uint32_t> source() const noexcept { return source_; }
    /// Of a timestamp of the source near the newest one.
    std::int64_t unwrapped(std::uint32_t timestamp) const noexcept {
        return timestamp_ + static_cast<std::int32_t>(timestamp - raw_timestamp_);
    }

private:
    std::optional<std::uint32_t> source_;
    std::uint64_t sequence_ = 1U << 16;  // the newest; what is older stays positive
    std::int64_t timestamp_ = 0;
    std::uint16_t raw_sequence_ = 0;
    std::uint32_t raw_timestamp_ = 0;
    TimePoint heard_{};
};

}  // namespace wims::media::rtp
