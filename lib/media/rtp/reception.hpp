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

    /// Since the last call. `lost` as above.
    struct Interval {
        std::uint64_t packets = 0, lost = 0, octets = 0;
    };
    Interval take_interval() noexcept;

private:
    std::uint64_t expected() const noexcept { return expected_before_ + (source_ ? highest_ - first_ + 1 : 0); }

    std::optional<std::uint32_t> source_;
    std::uint64_t first_ = 0, highest_ = 0;  // extended
    std::uint64_t expected_before_ = 0;      // of the sources before
    std::uint64_t packets_ = 0, octets_ = 0;
    std::uint32_t timestamp_ = 0;
    TimePoint arrived_{};
    std::int64_t jitter_ = 0;  // microseconds, times 16
    std::uint64_t told_packets_ = 0, told_lost_ = 0, told_octets_ = 0;
};

}  // namespace wims::media::rtp
