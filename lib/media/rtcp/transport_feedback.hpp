// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include <wims/common/clock.hpp>

namespace wims::media::rtcp {

/// Which packets of a transport came when, so that their sender can work out what the path carries.
/// [draft-holmer-rmcat-transport-wide-cc-extensions-01 3.1]
struct TransportFeedback {
    std::uint32_t sender = 0;
    std::uint32_t media = 0;
    std::uint16_t first_sequence = 0;
    std::uint8_t number = 0;  ///< of this message, counting up

    /// `arrivals[i]` is when packet first_sequence + i came, nothing for one that did not. Octets
    /// written, 0 when none came, there is no room, or two arrivals are too far apart for one message.
    std::size_t write(std::span<std::uint8_t> out, std::span<const std::optional<TimePoint>> arrivals) const;
};

}  // namespace wims::media::rtcp
