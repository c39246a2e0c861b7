// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "media/rtcp/compound.hpp"

namespace wims::media::rtcp {

/// [RFC 3550 6.4.1]
struct SenderInfo {
    std::uint64_t ntp = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t packets = 0;
    std::uint32_t octets = 0;
};

/// What one receiver says of one source. [RFC 3550 6.4.1]
struct ReportBlock {
    std::uint32_t ssrc = 0;
    std::uint32_t loss = 0;  ///< fraction lost and cumulative number, as on the wire
    std::uint32_t highest_sequence = 0;
    std::uint32_t jitter = 0;
    std::uint32_t last_sr = 0;
    std::uint32_t delay = 0;
};

/// A sender or receiver report; profile-specific extensions are not kept.
struct Report {
    std::uint32_t ssrc = 0;
    std::optional<SenderInfo> sender;  ///< absent in a receiver report
    std::array<ReportBlock, 31> blocks{};
    std::size_t block_count = 0;

    /// Nothing when the element is no report or shorter than it says.
    static std::optional<Report> parse(const Element& element);
    void add(const ReportBlock& block) noexcept {
        if (block_count < blocks.size()) blocks[block_count++] = block;
    }
    /// Octets written, 0 when there is no room.
    std::size_t write(std::span<std::uint8_t> out) const;
};

}  // namespace wims::media::rtcp
