// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "transcode/amr/variant.hpp"

/// The RTP payload of AMR and AMR-WB, one channel, without CRC and interleaving. [RFC 4867 4.3, 4.4]
namespace wims::transcode::amr {

struct Frame {
    std::uint8_t type = no_data;
    bool good = true;                                ///< Q: the bits are undamaged
    std::array<std::uint8_t, longest_frame> bits{};  ///< from the first octet's highest bit on, the rest 0

    std::size_t octets(Variant variant) const noexcept {
        return (static_cast<std::size_t>(frame_bits(variant, type)) + 7) / 8;
    }
};

struct Payload {
    std::uint8_t mode_request = no_request;
    std::array<Frame, most_frames> frames;
    std::size_t count = 0;
};

class PayloadFormat {
public:
    PayloadFormat(Variant variant, bool octet_aligned) noexcept : variant_(variant), octet_aligned_(octet_aligned) {}

    /// Nothing when it is not exactly what it says, or has over 120 ms.
    std::optional<Payload> read(std::span<const std::uint8_t> octets) const;
    /// Octets written; 0: no room.
    std::size_t write(const Payload& payload, std::span<std::uint8_t> out) const;

private:
    const Variant variant_;
    const bool octet_aligned_;
};

}  // namespace wims::transcode::amr
