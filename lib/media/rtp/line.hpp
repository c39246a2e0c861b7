// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include <wims/common/clock.hpp>

#include "media/rtp/header.hpp"

namespace wims::media::rtp {

/// What one side hears from us: one SSRC of ours, with sequence numbers and timestamps that go on when the source
/// behind it changes. Loss and order of the source stay visible. (AGW-15)
class Line {
public:
    /// `first_sequence` and `first_timestamp` are random. [RFC 3550 5.1]
    Line(std::uint32_t ssrc, std::uint16_t first_sequence, std::uint32_t first_timestamp);

    std::uint32_t ssrc() const noexcept { return ssrc_; }
    /// The source that speaks through this line now.
    std::optional<std::uint32_t> source() const noexcept { return source_; }
    std::uint32_t packets() const noexcept { return packets_; }
    std::uint32_t octets() const noexcept { return octets_; }
    /// Of what passed last, in Hz.
    std::uint32_t clock_rate() const noexcept { return clock_rate_; }

    /// Gives the header this line's SSRC, sequence and timestamp.
    void pass(Header& header, std::uint32_t clock_rate, TimePoint now);

    /// After a BYE of the SSRC: the next packet is another source's, which has sent nothing yet. [RFC 3550 6.3.7, 8.2]
    void renew(std::uint32_t ssrc) noexcept;

    /// What the newest packet's timestamp has grown to since it came: the packet's own delay is in it.
    std::uint32_t timestamp_at(TimePoint now) const noexcept;
    /// For RTCP: a timestamp of the source on this line's scale. Only once there is a source.
    std::uint32_t line_timestamp(std::uint32_t of_source) const noexcept { return of_source + timestamp_offset_; }

private:
    void switch_to(const Header& header, std::uint32_t clock_rate, TimePoint now);

    std::uint32_t ssrc_;
    std::optional<std::uint32_t> source_;
    std::uint32_t highest_sequence_;     // extended, as sent
    std::uint32_t highest_source_ = 0;   // extended, as received
    std::uint32_t sequence_offset_ = 0;  // line = source + offset, extended
    std::uint32_t last_timestamp_;
    std::uint32_t timestamp_offset_ = 0;
    TimePoint last_time_{};
    TimePoint first_time_{};  // when the first packet of last_timestamp_ came
    std::uint32_t clock_rate_ = 8000;
    std::uint32_t packets_ = 0;
    std::uint32_t octets_ = 0;
};

}  // namespace wims::media::rtp
