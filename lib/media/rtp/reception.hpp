// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include <wims/common/clock.hpp>

#include "media/rtp/header.hpp"

namespace wims::media::rtp {

/// What one receiver finds out about what it hears on one line, over changes of the source behind it.
/// [RFC 3550 A.1, A.3, A.8]
class Reception {
public:
    /// `clock_rate` in Hz, not 0.
    void received(const Header& header, std::uint32_t clock_rate, TimePoint now);

    std::optional<std::uint32_t> source() const noexcept { return source_; }
    std::uint64_t packets() const noexcept { return packets_; }
    std::uint64_t octets() const noexcept { return octets_; }
    /// Never came; late and repeated packets make up for lost ones.
    std::uint64_t lost() const noexcept;
    Duration jitter() const noexcept;
    /// The same in ticks of the clock of this rate.
    std::uint32_t jitter_ticks() const noexcept { return jitter_ >> 4; }
    std::uint32_t clock_rate() const noexcept { return clock_rate_; }

    /// Since the last call. `lost` as above.
    struct Interval {
        std::uint64_t packets = 0, lost = 0, octets = 0;
    };
    Interval take_interval() noexcept;

    /// What a report block says of the source that is heard now, as on the wire.
    struct Report {
        std::uint8_t fraction_lost = 0;  ///< of 256, since the last call
        std::int32_t lost = 0;           ///< 24 bits; below 0 when more packets were repeated than lost
        std::uint32_t highest_sequence = 0;
        std::uint32_t jitter = 0;  ///< ticks of the source's clock
    };
    Report take_report() noexcept;
    /// Whether there is something to report: packets since the last take_report().
    bool heard_since_report() const noexcept { return source_packets_ != reported_packets_; }

private:
    void begin(const Header& header, TimePoint now) noexcept;
    bool in_sequence(const Header& header, TimePoint now) noexcept;
    void time_packet(const Header& header, std::uint32_t clock_rate, TimePoint now) noexcept;
    std::uint64_t source_expected() const noexcept { return source_ ? highest_ - first_ + 1 : 0; }
    std::uint64_t expected() const noexcept { return expected_before_ + source_expected(); }

    std::optional<std::uint32_t> source_;
    std::uint64_t first_ = 0, highest_ = 0;  // extended
    std::uint64_t source_packets_ = 0;
    std::optional<std::uint16_t> after_jump_;  // what comes next if the source has begun anew
    std::uint64_t expected_before_ = 0;        // of the sources before
    std::uint64_t packets_ = 0, octets_ = 0;

    std::uint32_t clock_rate_ = 8000;
    TimePoint begun_{};                     // arrivals count from here
    std::optional<std::uint32_t> transit_;  // of the newest timestamp's first packet
    std::uint32_t timestamp_ = 0;
    std::uint32_t jitter_ = 0;  // ticks, times 16

    std::uint64_t told_packets_ = 0, told_lost_ = 0, told_octets_ = 0;
    std::uint64_t reported_packets_ = 0, reported_expected_ = 0;
};

}  // namespace wims::media::rtp
