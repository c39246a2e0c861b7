// SPDX-License-Identifier: Apache-2.0
#include "media/srtp/counter_mode.hpp"

#include <openssl/crypto.h>

#include <cstring>
#include <utility>

#include "media/rtp/octets.hpp"

namespace wims::media::srtp {

CounterMode::Half CounterMode::half(const Transform& transform, const SessionKeys& keys) {
    CipherContext aes(EVP_CIPHER_CTX_new());
    const EVP_CIPHER* cipher = transform.key == 32 ? EVP_aes_256_ctr() : EVP_aes_128_ctr();
    if (aes && EVP_EncryptInit_ex(aes.get(), cipher, nullptr, keys.encryption.data(), nullptr) != 1) aes.reset();
    return {std::move(aes), keys.salt, KeyedSha1(keys.authentication)};
}

CounterMode::CounterMode(const Transform& transform, const SessionKeys& rtp, const SessionKeys& rtcp)
    : transform_(transform), rtp_(half(transform, rtp)), rtcp_(half(transform, rtcp)) {}

std::unique_ptr<CounterMode> CounterMode::create(const Transform& transform, const SessionKeys& rtp,
                                                 const SessionKeys& rtcp) {
    std::unique_ptr<CounterMode> made(new CounterMode(transform, rtp, rtcp));
    return made->rtp_.aes && made->rtcp_.aes ? std::move(made) : nullptr;
}

bool CounterMode::crypt(Half& half, std::uint8_t* octets, std::size_t size, std::uint32_t ssrc, std::uint64_t index) {
    // salt · 2^16 ⊕ SSRC · 2^64 ⊕ index · 2^16 [RFC 3711 4.1.1]
    std::array<std::uint8_t, 16> iv;
    put_u32(iv.data(), 0);
    put_u32(iv.data() + 4, ssrc);
    put_u64(iv.data() + 8, index << 16);
    for (std::size_t i = 0; i < half.salt.size(); ++i) iv[i] ^= half.salt[i];
    int done = 0;
    return EVP_EncryptInit_ex(half.aes.get(), nullptr, nullptr, nullptr, iv.data()) == 1 &&
           EVP_EncryptUpdate(half.aes.get(), octets, &done, octets, static_cast<int>(size)) == 1;
}

bool CounterMode::seal_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) {
    if (!crypt(rtp_, packet.data + header, packet.size - header, ssrc, index)) return false;
    std::array<std::uint8_t, 4> roc;
    put_u32(roc.data(), static_cast<std::uint32_t>(index >> 16));
    const auto tag = rtp_.mac.tag(packet.octets(), roc);
    std::memcpy(packet.data + packet.size, tag.data(), transform_.rtp_tag);
    packet.size += transform_.rtp_tag;
    return true;
}

bool CounterMode::open_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) {
    const std::size_t size = packet.size - transform_.rtp_tag;
    std::array<std::uint8_t, 4> roc;
    put_u32(roc.data(), static_cast<std::uint32_t>(index >> 16));
    const auto tag = rtp_.mac.tag(packet.octets().first(size), roc);
    if (CRYPTO_memcmp(packet.data + size, tag.data(), transform_.rtp_tag) != 0) return false;
    packet.size = size;
    return crypt(rtp_, packet.data + header, size - header, ssrc, index);
}

bool CounterMode::seal_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) {
    if (!crypt(rtcp_, packet.data + rtcp_header_octets, packet.size - rtcp_header_octets, ssrc, index)) return false;
    put_u32(packet.data + packet.size, rtcp_encrypted | index);
    packet.size += rtcp_index_octets;
    const auto tag = rtcp_.mac.tag(packet.octets(), {});
    std::memcpy(packet.data + packet.size, tag.data(), transform_.rtcp_tag);
    packet.size += transform_.rtcp_tag;
    return true;
}

bool CounterMode::open_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) {
    const std::size_t size = packet.size - transform_.rtcp_tag;
    const auto tag = rtcp_.mac.tag(packet.octets().first(size), {});
    if (CRYPTO_memcmp(packet.data + size, tag.data(), transform_.rtcp_tag) != 0) return false;
    packet.size = size - rtcp_index_octets;
    return crypt(rtcp_, packet.data + rtcp_header_octets, packet.size - rtcp_header_octets, ssrc, index);
}

}  // namespace wims::media::srtp
