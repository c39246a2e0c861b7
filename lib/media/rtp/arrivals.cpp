// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/arrivals.hpp"

#include "media/rtcp/transport_feedback.hpp"

namespace wims::media::rtp {

bool Arrivals::needs_flush(std::uint16_t sequence) const noexcept {
    const auto ahead = static_cast<std::int16_t>(static_cast<std::uint16_t>(sequence - first_));
    return count_ > 0 && ahead >= static_cast<std::int16_t>(most);
}

void Arrivals::received(std::uint16_t sequence, std::uint32_t ssrc, TimePoint now) {
    if (count_ == 0) {
        // What is missing between two messages is told by the second.
        const auto gap = next_ ? static_cast<std::uint16_t>(sequence - *next_) : std::uint16_t{0};
        first_ = gap < most / 2 ? static_cast<std::uint16_t>(sequence - gap) : sequence;
        due_ = now + pause;
    }
    const auto at = static_cast<std::uint16_t>(sequence - first_);
    if (at >= most) return;  // older than what the message tells of
    if (!came_[at]) came_[at] = now;
    if (at + 1u > count_) count_ = at + 1u;
    ssrc_ = ssrc;
}

std::size_t Arrivals::take(std::span<std::uint8_t> out, std::uint32_t sender) {
    const rtcp::TransportFeedback message{sender, ssrc_, first_, number_};
    const std::size_t size = message.write(out, std::span(came_).first(count_));
    if (size > 0) ++number_;
    next_ = static_cast<std::uint16_t>(first_ + count_);
    for (std::size_t i = 0; i < count_; ++i) came_[i].reset();
    count_ = 0;
    due_.reset();
    return size;
}

}  // namespace wims::media::rtp
