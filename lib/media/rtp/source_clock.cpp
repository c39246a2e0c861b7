// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/source_clock.hpp"

#include <algorithm>

namespace wims::media::rtp {

SourceClock::At SourceClock::received(const Header& header, std::uint32_t clock_rate, TimePoint now) {
    if (source_ != header.ssrc) {
        if (source_) {
            const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - heard_).count();
            timestamp_ += std::max<std::int64_t>(ms, 1) * clock_rate / 1000;
            ++sequence_;
        }
        source_ = header.ssrc;
        raw_sequence_ = header.sequence;
        raw_timestamp_ = header.timestamp;
        heard_ = now;
        return {sequence_, timestamp_};
    }
    const auto step = static_cast<std::int16_t>(static_cast<std::uint16_t>(header.sequence - raw_sequence_));
    const At at{sequence_ + static_cast<std::uint64_t>(static_cast<std::int64_t>(step)), unwrapped(header.timestamp)};
    if (step > 0) {
        sequence_ = at.sequence;
        timestamp_ = at.timestamp;
        raw_sequence_ = header.sequence;
        raw_timestamp_ = header.timestamp;
        heard_ = now;
    }
    return at;
}

}  // namespace wims::media::rtp
