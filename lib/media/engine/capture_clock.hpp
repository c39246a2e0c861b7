// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <wims/common/clock.hpp>

#include "media/rtcp/ntp_time.hpp"
#include "media/rtcp/report.hpp"

namespace wims::media::engine {

/// When a source captured what its timestamps stand for, as its own sender reports say, on the gateway's clock. The offset
/// between the two clocks is found once and is one for all streams of a source: what belonged together there, as lips and
/// voice, still does in the reports that we send. [RFC 3550 6.4.1]
class CaptureClock {
public:
    /// `sibling`: another stream of the same source, nullptr when there is none. A report without a clock changes nothing.
    void report(std::uint32_t ssrc, const rtcp::SenderInfo& sender, const CaptureClock* sibling,
                TimePoint now) noexcept;

    struct At {
        std::uint32_t timestamp;
        TimePoint time;
    };
    /// Of the newest report; nothing when that was another source's.
    std::optional<At> of(std::uint32_t ssrc) const noexcept { return at_ && ssrc_ == ssrc ? at_ : std::optional<At>(); }

private:
    struct Offset {
        rtcp::Ntp ntp;
        TimePoint time;
        TimePoint at(rtcp::Ntp other) const noexcept { return time + rtcp::between(ntp, other); }
    };
    bool fits(rtcp::Ntp ntp, TimePoint now) const noexcept;

    std::optional<Offset> offset_;
    std::uint32_t ssrc_ = 0;
    std::optional<At> at_;
};

}  // namespace wims::media::engine
