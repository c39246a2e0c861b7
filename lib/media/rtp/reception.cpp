// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/reception.hpp"

#include <algorithm>
#include <cstdlib>

namespace wims::media::rtp {

void Reception::received(const Header& header, std::uint32_t clock_rate, TimePoint now) {
    ++packets_;
    octets_ += header.payload_octets;
    if (source_ != header.ssrc) {
        expected_before_ = expected();
        source_ = header.ssrc;
        first_ = highest_ = 0x10000u + header.sequence;
        timestamp_ = header.timestamp;
        arrived_ = now;
        return;
    }
    const auto step = static_cast<std::int16_t>(static_cast<std::uint16_t>(header.sequence - highest_));
    if (step > 0) highest_ += static_cast<std::uint64_t>(step);
    const auto ticks = static_cast<std::int32_t>(header.timestamp - timestamp_);
    const std::int64_t sent_us = std::int64_t{ticks} * 1'000'000 / clock_rate;
    const std::int64_t came_us = std::chrono::duration_cast<std::chrono::microseconds>(now - arrived_).count();
    const std::int64_t change = std::abs(came_us - sent_us);
    if (step > 0 && ticks != 0) {
        // A pause in speech or a stepped clock is no jitter.
        if (change < 10'000'000) jitter_ += change - jitter_ / 16;
        timestamp_ = header.timestamp;
        arrived_ = now;
    }
}

std::uint64_t Reception::lost() const noexcept {
    const std::uint64_t wanted = expected();
    return wanted > packets_ ? wanted - packets_ : 0;
}

Duration Reception::jitter() const noexcept { return std::chrono::microseconds(jitter_ / 16); }

Reception::Interval Reception::take_interval() noexcept {
    const std::uint64_t lost_now = lost();
    Interval interval{packets_ - told_packets_, lost_now > told_lost_ ? lost_now - told_lost_ : 0,
                      octets_ - told_octets_};
    told_packets_ = packets_;
    told_lost_ = lost_now;
    told_octets_ = octets_;
    return interval;
}

}  // namespace wims::media::rtp
