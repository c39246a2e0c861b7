// SPDX-License-Identifier: Apache-2.0
// EVP_MAC and EVP_MD allocate for each tag when they copy a keyed state, and setting the key anew costs two blocks more.
// The functions that OpenSSL 3 calls deprecated run the same assembler on a state that may lie anywhere.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "media/srtp/keyed_sha1.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>

namespace wims::media::srtp {

namespace {

constexpr std::size_t block = 64;

std::array<std::uint32_t, 5> hash_pad(std::span<const std::uint8_t> key, std::uint8_t pad) noexcept {
    std::array<std::uint8_t, block> octets;
    octets.fill(pad);
    for (std::size_t i = 0; i < key.size(); ++i) octets[i] ^= key[i];
    SHA_CTX sha;
    SHA1_Init(&sha);
    SHA1_Update(&sha, octets.data(), octets.size());
    const std::array<std::uint32_t, 5> state{sha.h0, sha.h1, sha.h2, sha.h3, sha.h4};
    OPENSSL_cleanse(octets.data(), octets.size());
    OPENSSL_cleanse(&sha, sizeof sha);
    return state;
}

/// As SHA1_Init, but one block on.
void resume(SHA_CTX& sha, const std::array<std::uint32_t, 5>& state) noexcept {
    sha.h0 = state[0];
    sha.h1 = state[1];
    sha.h2 = state[2];
    sha.h3 = state[3];
    sha.h4 = state[4];
    sha.Nl = block * 8;
    sha.Nh = 0;
    sha.num = 0;
}

}  // namespace

KeyedSha1::KeyedSha1(std::span<const std::uint8_t, key_octets> key) noexcept
    : inner_(hash_pad(key, 0x36)), outer_(hash_pad(key, 0x5C)) {}

KeyedSha1::~KeyedSha1() {
    OPENSSL_cleanse(inner_.data(), sizeof inner_);
    OPENSSL_cleanse(outer_.data(), sizeof outer_);
}

KeyedSha1::Tag KeyedSha1::tag(std::span<const std::uint8_t> first,
                              std::span<const std::uint8_t> second) const noexcept {
    SHA_CTX sha;
    Tag tag;
    resume(sha, inner_);
    SHA1_Update(&sha, first.data(), first.size());
    SHA1_Update(&sha, second.data(), second.size());
    SHA1_Final(tag.data(), &sha);
    resume(sha, outer_);
    SHA1_Update(&sha, tag.data(), tag.size());
    SHA1_Final(tag.data(), &sha);
    return tag;
}

}  // namespace wims::media::srtp
