// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <wims/media/statistics.hpp>

#include "media/quality/e_model.hpp"

namespace wims::media::quality {

/// The numbers of one stream at one termination, as the media thread has them at hand.
struct TerminationRecord {
    static constexpr std::int64_t unknown = -1;

    std::uint64_t packets_received = 0, octets_received = 0;
    std::uint64_t packets_sent = 0, octets_sent = 0;
    std::uint64_t packets_lost = 0;
    std::uint32_t jitter = 0, clock_rate = 8000;  // ticks; Hz
    std::int64_t round_trip_ns = unknown;
    std::int64_t peer_fraction_lost = unknown;  // of 256
    std::int64_t peer_packets_lost = 0;
    std::uint32_t peer_jitter = 0, peer_clock_rate = 8000;
    Impairment codec;
};

struct Record {
    iq::ContextId context = 0;
    std::uint32_t stream = 0;
    std::uint32_t video = 0;
    TerminationRecord access, core;
};

/// As the host sees it.
StreamReport report_of(const Record& record) noexcept;

}  // namespace wims::media::quality
