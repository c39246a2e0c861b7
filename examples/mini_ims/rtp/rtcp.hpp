// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <wims/common/clock.hpp>

#include "mini_ims/rtp/octets.hpp"

namespace wims::mini_ims {

/// What one receiver says about one sender. [RFC 3550 6.4.1]
struct ReportBlock {
    std::uint32_t reporter = 0;  ///< who says it; not part of the block on the wire
    std::uint32_t ssrc = 0;      ///< about whom
    std::uint8_t fraction_lost = 0;
    std::int32_t cumulative_lost = 0;
    std::uint32_t highest_sequence = 0;
    std::uint32_t jitter = 0;
    std::uint32_t last_sr = 0;
    std::uint32_t delay_since_last_sr = 0;  ///< 1/65536 s
};

struct SenderInfo {
    std::uint64_t ntp = 0;
    std::uint32_t rtp = 0;  ///< the same instant on the media clock
    std::uint32_t packets = 0;
    std::uint32_t octets = 0;
};

/// The parts of a compound packet that a phone looks at.
struct RtcpReport {
    std::uint32_t ssrc = 0;
    std::optional<SenderInfo> sender;
    std::vector<ReportBlock> blocks;
    bool bye = false;
};

std::uint64_t ntp_of(WallTime time);

/// SR (with `sender`) or RR, then SDES with the CNAME, then BYE when asked for. [RFC 3550 6.1]
Octets encode(const RtcpReport& report, const std::string& cname);
/// Empty when it is no valid compound packet.
std::optional<RtcpReport> parse_rtcp(View datagram);

}  // namespace wims::mini_ims
