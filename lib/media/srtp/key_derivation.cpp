// SPDX-License-Identifier: Apache-2.0
#include "media/srtp/key_derivation.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>

#include "media/srtp/cipher_context.hpp"

namespace wims::media::srtp {

SessionKeys::~SessionKeys() { OPENSSL_cleanse(this, sizeof *this); }

bool KeyDerivation::derive_rtp(SessionKeys& keys) const noexcept {
    return derive(Label::rtp_encryption, std::span(keys.encryption).first(transform_.key)) &&
           derive(Label::rtp_authentication, keys.authentication) &&
           derive(Label::rtp_salt, std::span(keys.salt).first(transform_.salt));
}

bool KeyDerivation::derive_rtcp(SessionKeys& keys) const noexcept {
    return derive(Label::rtcp_encryption, std::span(keys.encryption).first(transform_.key)) &&
           derive(Label::rtcp_authentication, keys.authentication) &&
           derive(Label::rtcp_salt, std::span(keys.salt).first(transform_.salt));
}

bool KeyDerivation::derive(Label label, std::span<std::uint8_t> out) const noexcept {
    constexpr std::size_t block = 16, label_at = 7;
    const auto* octets = reinterpret_cast<const std::uint8_t*>(master_.reveal().data());
    // x = label ‖ r ⊕ salt, then two octets that count blocks. A salt of 96 bits is filled up with zeros. [RFC 7714 11]
    std::array<std::uint8_t, block> x{};
    std::copy_n(octets + transform_.key, transform_.salt, x.begin());
    x[label_at] ^= static_cast<std::uint8_t>(label);

    const CipherContext cipher(EVP_CIPHER_CTX_new());
    const EVP_CIPHER* aes = transform_.key == 32 ? EVP_aes_256_ctr() : EVP_aes_128_ctr();
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    int size = 0;
    return cipher && EVP_EncryptInit_ex(cipher.get(), aes, nullptr, octets, x.data()) == 1 &&
           EVP_EncryptUpdate(cipher.get(), out.data(), &size, out.data(), static_cast<int>(out.size())) == 1;
}

}  // namespace wims::media::srtp
