// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "media/rtp/header.hpp"
#include "media/rtp/telephone_event.hpp"

namespace wims::media::rtp {

/// Telephone events of one direction whose clocks differ on the two sides: an Opus call whose phone knows the 8 kHz
/// event only. One packet in is one packet out, so marker, order, loss and the three end packets stay as the sender
/// made them. An event begins at the line's timestamp, which counts in the clock of the audio beside it; from there on
/// durations, and the timestamps of the later segments of a long event, count in the receiver's event clock. (AUD-05)
/// [RFC 4733 2.3, 2.5.1.3]
class EventClock {
public:
    /// Rewrites the reports in `payload` and the timestamp of `header`, which is the line's already, from a clock of
    /// `from` to one of `to` Hz, neither 0. False, changing nothing: no event payload.
    bool pass(Header& header, std::span<std::uint8_t> payload, std::uint32_t from, std::uint32_t to);

private:
    struct Begun {
        std::uint32_t origin;   ///< timestamp of the first segment, the same before and after
        std::uint32_t segment;  ///< of the newest one, as received
        std::uint8_t event;
        bool ended;
    };

    /// Sender's ticks between the event's first segment and this packet's.
    std::uint32_t since_origin(std::uint32_t timestamp, const TelephoneEvent& report, bool marker);

    std::optional<Begun> begun_;
};

}  // namespace wims::media::rtp
