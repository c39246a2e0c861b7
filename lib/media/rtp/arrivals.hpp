// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include <wims/common/clock.hpp>

namespace wims::media::rtp {

/// When the packets of one transport came, by their transport-wide sequence numbers, until the next feedback message
/// tells their sender. [draft-holmer-rmcat-transport-wide-cc-extensions-01 2]
class Arrivals {
public:
    static constexpr std::size_t most = 128;
    static constexpr Duration pause = std::chrono::milliseconds(50);  ///< between two messages

    /// Whether the message has to go before this number can be taken.
    bool needs_flush(std::uint16_t sequence) const noexcept;
    void received(std::uint16_t sequence, std::uint32_t ssrc, TimePoint now);
    /// When a message is to be sent; nothing while there is nothing to tell.
    std::optional<TimePoint> due() const noexcept { return due_; }
    /// Writes a message of what came since the last one and forgets it. Octets written.
    std::size_t take(std::span<std::uint8_t> out, std::uint32_t sender);

private:
    std::optional<std::uint16_t> next_;  // the number after the last one told of
    std::uint16_t first_ = 0;
    std::size_t count_ = 0;
    std::array<std::optional<TimePoint>, most> came_{};
    std::optional<TimePoint> due_;
    std::uint32_t ssrc_ = 0;
    std::uint8_t number_ = 0;
};

}  // namespace wims::media::rtp
