// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include <wims/common/clock.hpp>

#include "media/engine/capture_clock.hpp"
#include "media/rtcp/report.hpp"
#include "media/rtcp/schedule.hpp"
#include "media/rtp/line.hpp"
#include "media/rtp/reception.hpp"

namespace wims::media::engine {

/// What a peer says of how our line reaches it.
struct RemoteReception {
    std::uint8_t fraction_lost = 0;  ///< of 256, in its last interval
    std::int32_t lost = 0;
    std::uint32_t jitter = 0;  ///< ticks of the line's clock
    std::optional<Duration> round_trip;
};

/// RTCP on one leg of one stream: when we report there and what of, and what is reported there. [RFC 3550 6.3, 6.4]
class RtcpLeg {
public:
    RtcpLeg(const rtcp::Schedule::Session& session, std::uint64_t seed) noexcept : schedule(session, seed) {}

    rtcp::Schedule schedule;
    CaptureClock capture;      ///< of the source heard here
    std::size_t endpoint = 0;  ///< the CNAME of that source, hashed; 0: not known
    std::optional<RemoteReception> remote;

    /// A sender report of the source heard here.
    void heard(std::uint32_t ssrc, const rtcp::SenderInfo& sender, const CaptureClock* sibling, TimePoint now) noexcept;
    /// A report block about our line.
    void heard(const rtcp::ReportBlock& block, TimePoint now) noexcept;
    /// A BYE of the source heard here, when so many packets had come.
    void ended(std::uint64_t packets) noexcept { ended_ = packets; }
    /// Whether it said BYE and nobody has been heard since.
    bool over(std::uint64_t packets) const noexcept { return ended_ == packets; }

    rtcp::Schedule::Members members(const rtp::Line& line, const rtp::Reception& reception) const noexcept;
    /// Whether the line sent something since the report before the last one. [RFC 3550 6.3.8]
    bool we_sent(const rtp::Line& line) const noexcept { return line.packets() != sent_[0]; }
    /// What we say of what we hear.
    rtcp::ReportBlock block(rtp::Reception& reception, TimePoint now) noexcept;
    /// A report of `octets` has gone; `ntp`: of its sender info, if it had any.
    void reported(const rtp::Line& line, std::optional<rtcp::Ntp> ntp, std::size_t octets, TimePoint now) noexcept;
    /// The line has another SSRC, which has sent nothing and of which nobody has reported.
    void renewed() noexcept {
        sent_ = {};
        remote.reset();
    }
    bool has_reported() const noexcept { return reported_; }

private:
    struct Sent {
        std::uint32_t middle;
        TimePoint at;
    };

    std::array<std::uint32_t, 2> sent_{};           // packets of the line before the last two reports
    std::array<std::optional<Sent>, 4> reports_{};  // for round trips
    std::size_t next_report_ = 0;
    bool reported_ = false;
    std::optional<Sent> last_heard_;  // sender report: LSR, and when it came
    std::uint32_t last_heard_ssrc_ = 0;
    std::optional<std::uint64_t> ended_;
};

}  // namespace wims::media::engine
