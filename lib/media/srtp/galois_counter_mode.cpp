// SPDX-License-Identifier: Apache-2.0
#include "media/srtp/galois_counter_mode.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "media/rtp/octets.hpp"

namespace wims::media::srtp {

namespace {

constexpr std::size_t tag_octets = 16;
using Octets = std::span<const std::uint8_t>;

int length(Octets octets) { return static_cast<int>(octets.size()); }

bool authenticate_only(EVP_CIPHER_CTX* gcm, Octets octets) {
    int done = 0;
    return octets.empty() || EVP_CipherUpdate(gcm, nullptr, &done, octets.data(), length(octets)) == 1;
}

/// `text` in place, the tag behind it.
bool seal(EVP_CIPHER_CTX* gcm, const std::uint8_t* iv, Octets clear, Octets more_clear, std::span<std::uint8_t> text) {
    int done = 0;
    std::uint8_t* end = text.data() + text.size();
    return EVP_CipherInit_ex(gcm, nullptr, nullptr, nullptr, iv, 1) == 1 && authenticate_only(gcm, clear) &&
           authenticate_only(gcm, more_clear) &&
           EVP_EncryptUpdate(gcm, text.data(), &done, text.data(), length(text)) == 1 &&
           EVP_EncryptFinal_ex(gcm, end, &done) == 1 &&
           EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_AEAD_GET_TAG, tag_octets, end) == 1;
}

/// False when the tag behind `text` is wrong.
bool open(EVP_CIPHER_CTX* gcm, const std::uint8_t* iv, Octets clear, Octets more_clear, std::span<std::uint8_t> text) {
    int done = 0;
    std::uint8_t* end = text.data() + text.size();
    return EVP_CipherInit_ex(gcm, nullptr, nullptr, nullptr, iv, 0) == 1 &&
           EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_AEAD_SET_TAG, tag_octets, end) == 1 && authenticate_only(gcm, clear) &&
           authenticate_only(gcm, more_clear) &&
           EVP_DecryptUpdate(gcm, text.data(), &done, text.data(), length(text)) == 1 &&
           EVP_DecryptFinal_ex(gcm, end, &done) == 1;
}

}  // namespace

GaloisCounterMode::Half GaloisCounterMode::half(const Transform& transform, const SessionKeys& keys) {
    Half made{CipherContext(EVP_CIPHER_CTX_new()), {}};
    const EVP_CIPHER* cipher = transform.key == 32 ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
    std::copy_n(keys.salt.begin(), made.salt.size(), made.salt.begin());
    if (made.gcm && EVP_EncryptInit_ex(made.gcm.get(), cipher, nullptr, keys.encryption.data(), nullptr) != 1)
        made.gcm.reset();
    return made;
}

GaloisCounterMode::GaloisCounterMode(const Transform& transform, const SessionKeys& rtp, const SessionKeys& rtcp)
    : rtp_(half(transform, rtp)), rtcp_(half(transform, rtcp)) {}

std::unique_ptr<GaloisCounterMode> GaloisCounterMode::create(const Transform& transform, const SessionKeys& rtp,
                                                             const SessionKeys& rtcp) {
    std::unique_ptr<GaloisCounterMode> made(new GaloisCounterMode(transform, rtp, rtcp));
    return made->rtp_.gcm && made->rtcp_.gcm ? std::move(made) : nullptr;
}

// 00 00 ‖ SSRC ‖ ROC ‖ SEQ ⊕ salt, and for RTCP 00 00 ‖ SSRC ‖ 00 00 ‖ index ⊕ salt [RFC 7714 8.1, 9.1]
GaloisCounterMode::Iv GaloisCounterMode::iv(const Half& half, std::uint32_t ssrc, std::uint64_t index) noexcept {
    Iv vector = half.salt;
    std::array<std::uint8_t, 12> own{};
    put_u32(own.data() + 2, ssrc);
    put_u16(own.data() + 6, static_cast<std::uint16_t>(index >> 32));
    put_u32(own.data() + 8, static_cast<std::uint32_t>(index));
    for (std::size_t i = 0; i < vector.size(); ++i) vector[i] ^= own[i];
    return vector;
}

bool GaloisCounterMode::seal_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) {
    const auto vector = iv(rtp_, ssrc, index);
    const std::span text(packet.data + header, packet.size - header);
    if (!seal(rtp_.gcm.get(), vector.data(), packet.octets().first(header), {}, text)) return false;
    packet.size += tag_octets;
    return true;
}

bool GaloisCounterMode::open_rtp(Packet& packet, std::size_t header, std::uint32_t ssrc, std::uint64_t index) {
    const auto vector = iv(rtp_, ssrc, index);
    const std::span text(packet.data + header, packet.size - header - tag_octets);
    if (!open(rtp_.gcm.get(), vector.data(), packet.octets().first(header), {}, text)) return false;
    packet.size -= tag_octets;
    return true;
}

// header, cipher text, tag, E ‖ index; header and the last word are authenticated. [RFC 7714 9.2, 9.3]
bool GaloisCounterMode::seal_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) {
    const auto vector = iv(rtcp_, ssrc, index);
    std::array<std::uint8_t, rtcp_index_octets> word;
    put_u32(word.data(), rtcp_encrypted | index);
    const std::span text(packet.data + rtcp_header_octets, packet.size - rtcp_header_octets);
    if (!seal(rtcp_.gcm.get(), vector.data(), packet.octets().first(rtcp_header_octets), word, text)) return false;
    packet.size += tag_octets;
    std::memcpy(packet.data + packet.size, word.data(), word.size());
    packet.size += word.size();
    return true;
}

bool GaloisCounterMode::open_rtcp(Packet& packet, std::uint32_t ssrc, std::uint32_t index) {
    const auto vector = iv(rtcp_, ssrc, index);
    const Octets word = packet.octets().last(rtcp_index_octets);
    const std::size_t size = packet.size - rtcp_index_octets - tag_octets;
    const std::span text(packet.data + rtcp_header_octets, size - rtcp_header_octets);
    if (!open(rtcp_.gcm.get(), vector.data(), packet.octets().first(rtcp_header_octets), word, text)) return false;
    packet.size = size;
    return true;
}

}  // namespace wims::media::srtp
