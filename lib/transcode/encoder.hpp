// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transcode/decoder.hpp"

namespace wims::transcode {

/// Samples of one packet time to one RTP payload.
class Encoder {
public:
    static constexpr std::size_t payload_room = 1400;

    virtual ~Encoder() = default;
    virtual std::uint32_t rate() const noexcept = 0;
    /// As it came out of what was asked for and what the codec can.
    virtual std::uint32_t packet_ms() const noexcept = 0;
    /// Octets written; 0: nothing is to be sent (DTX). `samples` are packet_ms() long, `out` has payload_room.
    virtual std::size_t encode(std::span<const Sample> samples, std::span<std::uint8_t> out) = 0;
    virtual void request_mode(std::uint8_t mode) { (void)mode; }
    virtual Duration delay() const noexcept { return {}; }
};

}  // namespace wims::transcode
