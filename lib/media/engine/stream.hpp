// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <wims/iq/gateway.hpp>

#include <wims/media/ip_endpoint.hpp>
#include "media/rtp/event_clock.hpp"
#include "media/rtp/line.hpp"
#include "media/rtp/payload_map.hpp"

namespace wims::media::engine {

/// One m-line of a context: what Iq said of it, and our own lines on both sides, which outlive every change of it.
class Stream {
public:
    explicit Stream(const iq::StreamSpec& spec);

    /// Fails, changing nothing, when an address is not numeric or a payload type is over 127.
    static Result<void> check(const iq::StreamSpec& spec);
    /// After check.
    void set(const iq::StreamSpec& spec);

    const iq::StreamSpec& spec() const noexcept { return spec_; }
    const rtp::PayloadMap& payloads() const noexcept { return payloads_; }

    /// Where to send on the core side; nothing while unknown.
    const std::optional<IpEndpoint>& core_rtp() const noexcept { return core_rtp_; }
    const std::optional<IpEndpoint>& core_rtcp() const noexcept { return core_rtcp_; }
    /// The announced host only; there, the announced port or the one other port that spoke first.
    bool accepts_core(const IpEndpoint& from, bool rtcp) noexcept;

    rtp::Line core;    ///< what the core hears
    rtp::Line access;  ///< what the WIC hears
    rtp::EventClock core_events;
    rtp::EventClock access_events;
    iq::StreamStatistics statistics;

private:
    iq::StreamSpec spec_;
    rtp::PayloadMap payloads_;
    std::optional<IpEndpoint> core_rtp_;
    std::optional<IpEndpoint> core_rtcp_;
    std::uint16_t latched_rtp_ = 0;
    std::uint16_t latched_rtcp_ = 0;
};

}  // namespace wims::media::engine
