// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <wims/common/clock.hpp>

namespace wims::transcode {

using Sample = std::int16_t;

constexpr std::uint32_t longest_packet_ms = 120;

struct Decoded {
    std::size_t samples = 0;  ///< 0: no payload of this codec
    bool silence = false;     ///< the source says nothing more until it speaks again (DTX)
};

/// RTP payloads to samples, one channel. `out` has room for 120 ms.
class Decoder {
public:
    virtual ~Decoder() = default;
    virtual std::uint32_t rate() const noexcept = 0;
    virtual Decoded decode(std::span<const std::uint8_t> payload, std::span<Sample> out) = 0;
    /// Fills `out`, a multiple of 10 ms, for a lost packet or, in silence, with comfort noise.
    virtual void conceal(std::span<Sample> out) = 0;
    /// As conceal(), with the help of the packet behind the lost one. False: that had nothing about it.
    virtual bool recover(std::span<const std::uint8_t> next, std::span<Sample> out) {
        (void)next;
        conceal(out);
        return false;
    }
    /// The mode that the source asks to be sent. [RFC 4867 4.3.1]
    virtual std::optional<std::uint8_t> mode_request() const noexcept { return std::nullopt; }
    virtual Duration delay() const noexcept { return {}; }
};

}  // namespace wims::transcode
