// SPDX-License-Identifier: Apache-2.0
#include "media/engine/capture_clock.hpp"

namespace wims::media::engine {

namespace {
constexpr Duration drift = std::chrono::seconds(1);  // more is a clock that was set
}

bool CaptureClock::fits(rtcp::Ntp ntp, TimePoint now) const noexcept {
    if (!offset_) return false;
    const Duration off = now - offset_->at(ntp);
    return off < drift && off > -drift;
}

void CaptureClock::report(std::uint32_t ssrc, const rtcp::SenderInfo& sender, const CaptureClock* sibling,
                          TimePoint now) noexcept {
    if (sender.ntp == 0) return;
    if (sibling != nullptr && sibling->fits(sender.ntp, now)) offset_ = sibling->offset_;
    else if (!fits(sender.ntp, now)) offset_ = Offset{sender.ntp, now};
    ssrc_ = ssrc;
    at_ = At{sender.timestamp, offset_->at(sender.ntp)};
}

}  // namespace wims::media::engine
