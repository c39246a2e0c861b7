// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/line.hpp"

#include <algorithm>

namespace wims::media::rtp {

Line::Line(std::uint32_t ssrc, std::uint16_t first_sequence, std::uint32_t first_timestamp)
    // The receiver's extended numbers start with cycle zero at the first packet it sees.
    : ssrc_(ssrc), highest_sequence_(first_sequence - 1U), last_timestamp_(first_timestamp) {}

void Line::renew(std::uint32_t ssrc) noexcept {
    ssrc_ = ssrc;
    packets_ = octets_ = 0;
}

std::uint32_t Line::timestamp_at(TimePoint now) const noexcept {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(now - first_time_).count();
    return last_timestamp_ + static_cast<std::uint32_t>(us * clock_rate_ / 1'000'000);
}

void Line::switch_to(const Header& header, std::uint32_t clock_rate, TimePoint now) {
    std::uint32_t next_timestamp = last_timestamp_;
    if (source_) {
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - last_time_).count();
        const auto ticks = static_cast<std::uint64_t>(std::max<std::int64_t>(ms, 0)) * clock_rate / 1000;
        next_timestamp += std::max<std::uint32_t>(1, static_cast<std::uint32_t>(ticks));
    }
    source_ = header.ssrc;
    highest_source_ = header.sequence - 1U;
    sequence_offset_ = highest_sequence_ - highest_source_;
    timestamp_offset_ = next_timestamp - header.timestamp;
}

void Line::pass(Header& header, std::uint32_t clock_rate, TimePoint now) {
    if (source_ != header.ssrc) switch_to(header, clock_rate, now);
    const auto step = static_cast<std::int16_t>(static_cast<std::uint16_t>(header.sequence - highest_source_));
    const std::uint32_t extended = highest_source_ + static_cast<std::uint32_t>(static_cast<std::int32_t>(step));
    if (step > 0) {
        highest_source_ = extended;
        highest_sequence_ = extended + sequence_offset_;
        const std::uint32_t timestamp = header.timestamp + timestamp_offset_;
        if (timestamp != last_timestamp_ || packets_ == 0) first_time_ = now;
        last_timestamp_ = timestamp;
        last_time_ = now;
        clock_rate_ = clock_rate;
    }
    header.ssrc = ssrc_;
    header.sequence = static_cast<std::uint16_t>(extended + sequence_offset_);
    header.timestamp += timestamp_offset_;
    ++packets_;
    octets_ += static_cast<std::uint32_t>(header.payload_octets - header.padding);
}

}  // namespace wims::media::rtp
