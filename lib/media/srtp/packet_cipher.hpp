// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <wims/media/packet.hpp>

#include "media/srtp/keys.hpp"

namespace wims::media::srtp {

/// Octets of an RTCP packet that stay in clear, and of the word with E bit and index. [RFC 3711 3.4]
inline constexpr std::size_t rtcp_header_octets = 8, rtcp_index_octets = 4;
inline constexpr std::uint32_t rtcp_encrypted = 0x8000'0000;

/// Encryption and tag of one direction under its session keys; it knows nothing of what came before. Sizes are checked by
/// the caller: room for the tag when sealing, the tag present when opening.
class PacketCipher {
public:
    /// `master`: key then salt. nullptr when OpenSSL has not got the ciphers.
    static std::unique_ptr<PacketCipher> create(const Transform& transform, const Secret& master);
    virtual ~PacketCipher() = default;

    /// `header`: octets in clear; `index`: ROC || SEQ.
    virtual bool seal_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) = 0;
    /// False for a wrong tag.
    virtual bool open_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) = 0;
    virtual bool seal_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) = 0;
    virtual bool open_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) = 0;
};

}  // namespace wims::media::srtp
