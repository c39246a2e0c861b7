// SPDX-License-Identifier: Apache-2.0
#include "media/dtls/connection_state.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>

#include <algorithm>
#include <memory>
#include <string>

#include "media/rtp/octets.hpp"

namespace wims::media::dtls {

struct ConnectionState::Suite {
    int cipher_nid;
    const EVP_CIPHER* (*cipher)();
    const char* prf;
    std::size_t key, iv, explicit_nonce;
};

namespace {

constexpr std::size_t tag_octets = 16, secret_octets = 48, random_octets = 32, largest_block = 2 * (32 + 12);

struct CipherFree {
    void operator()(EVP_CIPHER_CTX* p) const noexcept { EVP_CIPHER_CTX_free(p); }
    void operator()(EVP_KDF* p) const noexcept { EVP_KDF_free(p); }
    void operator()(EVP_KDF_CTX* p) const noexcept { EVP_KDF_CTX_free(p); }
};
template <class T>
using Own = std::unique_ptr<T, CipherFree>;

/// PRF(master secret, "key expansion", server random + client random). [RFC 5246 6.3]
bool expand(SSL& ssl, const char* hash, std::span<std::uint8_t> block) {
    std::array<unsigned char, secret_octets> master;
    std::array<unsigned char, 2 * random_octets> randoms;
    if (SSL_SESSION_get_master_key(SSL_get_session(&ssl), master.data(), master.size()) != master.size() ||
        SSL_get_server_random(&ssl, randoms.data(), random_octets) != random_octets ||
        SSL_get_client_random(&ssl, randoms.data() + random_octets, random_octets) != random_octets)
        return false;
    std::string digest = hash, label = "key expansion";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SECRET, master.data(), master.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, label.data(), label.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, randoms.data(), randoms.size()),
        OSSL_PARAM_construct_end()};
    const Own<EVP_KDF> kdf(EVP_KDF_fetch(nullptr, "TLS1-PRF", nullptr));
    const Own<EVP_KDF_CTX> context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
    const bool done = context && EVP_KDF_derive(context.get(), block.data(), block.size(), parameters) == 1;
    OPENSSL_cleanse(master.data(), master.size());
    return done;
}

/// seq_num, type, version, length of the plaintext. [RFC 5246 6.2.3.3, RFC 6347 4.1.2.1]
std::array<std::uint8_t, 13> additional_data(const Record& record, std::size_t length) noexcept {
    std::array<std::uint8_t, 13> data;
    put_u64(data.data(), std::uint64_t{record.epoch} << 48 | record.sequence);
    data[8] = static_cast<std::uint8_t>(record.type);
    put_u16(data.data() + 9, record.version);
    put_u16(data.data() + 11, static_cast<std::uint16_t>(length));
    return data;
}

}  // namespace

const ConnectionState::Suite* ConnectionState::suite_of(SSL& ssl) noexcept {
    static const Suite suites[] = {
        {NID_aes_128_gcm, EVP_aes_128_gcm, "SHA2-256", 16, 4, 8},
        {NID_aes_256_gcm, EVP_aes_256_gcm, "SHA2-384", 32, 4, 8},
        {NID_chacha20_poly1305, EVP_chacha20_poly1305, "SHA2-256", 32, 12, 0},
    };
    const SSL_CIPHER* chosen = SSL_get_current_cipher(&ssl);
    if (chosen == nullptr || SSL_version(&ssl) != DTLS1_2_VERSION) return nullptr;
    const int nid = SSL_CIPHER_get_cipher_nid(chosen);
    const auto it =
        std::find_if(std::begin(suites), std::end(suites), [nid](const Suite& s) { return s.cipher_nid == nid; });
    return it == std::end(suites) ? nullptr : it;
}

std::optional<ConnectionState> ConnectionState::writing(SSL& ssl) { return derive(ssl, SSL_is_server(&ssl) == 1); }
std::optional<ConnectionState> ConnectionState::reading(SSL& ssl) { return derive(ssl, SSL_is_server(&ssl) == 0); }

std::optional<ConnectionState> ConnectionState::derive(SSL& ssl, bool of_server) {
    const Suite* suite = suite_of(ssl);
    if (suite == nullptr) return std::nullopt;
    // client key, server key, client IV, server IV
    std::array<std::uint8_t, largest_block> block;
    const std::size_t size = 2 * (suite->key + suite->iv);
    if (!expand(ssl, suite->prf, std::span(block).first(size))) return std::nullopt;
    ConnectionState state(*suite);
    std::copy_n(block.data() + (of_server ? suite->key : 0), suite->key, state.key_.begin());
    std::copy_n(block.data() + 2 * suite->key + (of_server ? suite->iv : 0), suite->iv, state.iv_.begin());
    OPENSSL_cleanse(block.data(), block.size());
    return state;
}

ConnectionState::~ConnectionState() {
    OPENSSL_cleanse(key_.data(), key_.size());
    OPENSSL_cleanse(iv_.data(), iv_.size());
}

std::array<std::uint8_t, 12> ConnectionState::nonce(const Record& record, std::uint64_t explicit_nonce) const noexcept {
    auto nonce = iv_;
    if (suite_->explicit_nonce > 0) {
        put_u64(nonce.data() + suite_->iv, explicit_nonce);
        return nonce;
    }
    std::array<std::uint8_t, 8> number;
    put_u64(number.data(), std::uint64_t{record.epoch} << 48 | record.sequence);
    for (std::size_t i = 0; i < number.size(); ++i) nonce[4 + i] ^= number[i];
    return nonce;
}

std::uint64_t ConnectionState::explicit_nonce(const Record& record) const noexcept {
    const bool there = suite_->explicit_nonce > 0 && record.fragment.size() >= suite_->explicit_nonce;
    return there ? get_u64(record.fragment.data()) : 0;
}

std::optional<Datagram> ConnectionState::open(const Record& record) const {
    const std::size_t overhead = suite_->explicit_nonce + tag_octets;
    if (record.fragment.size() < overhead) return std::nullopt;
    const std::size_t length = record.fragment.size() - overhead;
    const auto iv = nonce(record, explicit_nonce(record));
    const auto header = additional_data(record, length);
    std::array<std::uint8_t, tag_octets> tag;
    std::copy(record.fragment.end() - tag_octets, record.fragment.end(), tag.begin());
    Datagram plain(length + 1);  // never empty: OpenSSL takes no null pointer for text
    int done = 0;
    const Own<EVP_CIPHER_CTX> aead(EVP_CIPHER_CTX_new());
    if (!aead || EVP_DecryptInit_ex(aead.get(), suite_->cipher(), nullptr, key_.data(), iv.data()) != 1 ||
        EVP_CIPHER_CTX_ctrl(aead.get(), EVP_CTRL_AEAD_SET_TAG, tag_octets, tag.data()) != 1 ||
        EVP_DecryptUpdate(aead.get(), nullptr, &done, header.data(), header.size()) != 1 ||
        EVP_DecryptUpdate(aead.get(), plain.data(), &done, record.fragment.data() + suite_->explicit_nonce,
                          static_cast<int>(length)) != 1 ||
        EVP_DecryptFinal_ex(aead.get(), plain.data() + length, &done) != 1)
        return std::nullopt;
    plain.pop_back();
    return plain;
}

std::optional<Datagram> ConnectionState::seal(const Record& record, std::uint64_t explicit_nonce) const {
    const std::size_t length = record.fragment.size(), text_at = suite_->explicit_nonce;
    const auto iv = nonce(record, explicit_nonce);
    const auto header = additional_data(record, length);
    Datagram sealed(text_at + length + tag_octets);
    if (text_at > 0) put_u64(sealed.data(), explicit_nonce);
    std::uint8_t* text = sealed.data() + text_at;
    int done = 0;
    const Own<EVP_CIPHER_CTX> aead(EVP_CIPHER_CTX_new());
    if (!aead || EVP_EncryptInit_ex(aead.get(), suite_->cipher(), nullptr, key_.data(), iv.data()) != 1 ||
        EVP_EncryptUpdate(aead.get(), nullptr, &done, header.data(), header.size()) != 1 ||
        EVP_EncryptUpdate(aead.get(), text, &done, record.fragment.data(), static_cast<int>(length)) != 1 ||
        EVP_EncryptFinal_ex(aead.get(), text + length, &done) != 1 ||
        EVP_CIPHER_CTX_ctrl(aead.get(), EVP_CTRL_AEAD_GET_TAG, tag_octets, text + length) != 1)
        return std::nullopt;
    return sealed;
}

}  // namespace wims::media::dtls
