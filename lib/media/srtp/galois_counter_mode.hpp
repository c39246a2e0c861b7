// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <span>

#include "media/srtp/cipher_context.hpp"
#include "media/srtp/key_derivation.hpp"
#include "media/srtp/packet_cipher.hpp"

namespace wims::media::srtp {

/// AEAD_AES_128_GCM and AEAD_AES_256_GCM. [RFC 7714]
class GaloisCounterMode final : public PacketCipher {
public:
    static std::unique_ptr<GaloisCounterMode> create(const Transform& transform, const SessionKeys& rtp,
                                                     const SessionKeys& rtcp);

    bool seal_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) override;
    bool open_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) override;
    bool seal_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) override;
    bool open_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) override;

private:
    using Iv = std::array<std::uint8_t, 12>;
    struct Half {  // RTP or RTCP
        CipherContext gcm;
        Iv salt;
    };
    GaloisCounterMode(const Transform& transform, const SessionKeys& rtp, const SessionKeys& rtcp);
    static Half half(const Transform& transform, const SessionKeys& keys);
    static Iv iv(const Half& half, std::uint32_t ssrc, std::uint64_t index) noexcept;

    Half rtp_, rtcp_;
};

}  // namespace wims::media::srtp
