// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>

#include "media/srtp/cipher_context.hpp"
#include "media/srtp/key_derivation.hpp"
#include "media/srtp/keyed_sha1.hpp"
#include "media/srtp/packet_cipher.hpp"

namespace wims::media::srtp {

/// AES in counter mode, then HMAC-SHA1 over what is sent and the roll-over counter. [RFC 3711 4.1.1, 4.2, RFC 6188]
class CounterMode final : public PacketCipher {
public:
    static std::unique_ptr<CounterMode> create(const Transform& transform, const SessionKeys& rtp,
                                               const SessionKeys& rtcp);

    bool seal_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) override;
    bool open_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) override;
    bool seal_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) override;
    bool open_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) override;

private:
    struct Half {  // RTP or RTCP
        CipherContext aes;
        std::array<std::uint8_t, 14> salt;
        KeyedSha1 mac;
    };
    CounterMode(const Transform& transform, const SessionKeys& rtp, const SessionKeys& rtcp);
    static Half half(const Transform& transform, const SessionKeys& keys);
    static bool crypt(Half& half, std::uint8_t* octets, std::size_t size, std::uint32_t ssrc, std::uint64_t index);

    const Transform& transform_;
    Half rtp_, rtcp_;
};

}  // namespace wims::media::srtp
