// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include <wims/media/packet.hpp>

namespace wims::media::rtp {

/// The fixed part of an RTP header and where the payload is. [RFC 3550 5.1]
struct Header {
    bool marker = false;
    std::uint8_t payload_type = 0;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    std::size_t csrc_end = 12;       ///< fixed header and contributing sources
    std::size_t payload_at = 12;     ///< behind an extension, if there is one
    std::size_t payload_octets = 0;  ///< padding included
    std::size_t padding = 0;         ///< octets at the end

    /// Nothing when it is not version 2 or says more than there is.
    static std::optional<Header> parse(const Packet& packet);

    /// Without padding. The packet is the one that was parsed.
    std::span<std::uint8_t> payload(Packet& packet) const {
        return {packet.data + payload_at, payload_octets - padding};
    }

    /// Writes marker, type, sequence, timestamp and SSRC back. The packet is the one that was parsed.
    void write(Packet& packet) const;
};

/// Takes the header extension out in place: neither side agreed to any. (ALG-10)
void drop_extension(Packet& packet, Header& header);

}  // namespace wims::media::rtp
