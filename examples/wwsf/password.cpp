// SPDX-License-Identifier: Apache-2.0
#include "wwsf/password.hpp"

#include <bit>
#include <span>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "common/core/random.hpp"

namespace wims::wwsf {
namespace {

constexpr std::uint64_t kCostN = 1 << 15;
constexpr std::uint32_t kCostR = 8;
constexpr std::uint32_t kCostP = 3;
constexpr std::uint64_t kLowestN = 1 << 14;
constexpr std::uint64_t kMemoryLimit = 256ull << 20;
constexpr std::size_t kSaltLength = 16;
constexpr std::size_t kKeyLength = 32;

bool derive(const PasswordHash& cost, std::string_view password, std::string& key) {
    return EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(cost.salt.data()),
                          cost.salt.size(), cost.n, cost.r, cost.p, kMemoryLimit + (1 << 20),
                          reinterpret_cast<unsigned char*>(key.data()), key.size()) == 1;
}

}  // namespace

Result<PasswordHash> hash_password(std::string_view password) {
    PasswordHash hash{kCostN, kCostR, kCostP, std::string(kSaltLength, '\0'), std::string(kKeyLength, '\0')};
    random_octets(std::span(reinterpret_cast<std::uint8_t*>(hash.salt.data()), hash.salt.size()));
    if (!derive(hash, password, hash.key)) return Error{ErrorKind::limit, "scrypt found no memory"};
    return hash;
}

bool matches(const PasswordHash& hash, std::string_view password) {
    std::string key(hash.key.size(), '\0');
    const bool derived = derive(hash, password, key);
    const bool same = derived && CRYPTO_memcmp(key.data(), hash.key.data(), key.size()) == 0;
    OPENSSL_cleanse(key.data(), key.size());
    return same;
}

Result<void> check(const PasswordHash& hash) {
    if (!std::has_single_bit(hash.n) || hash.n < kLowestN)
        return Error{ErrorKind::usage, "scrypt's n must be a power of two of at least 16384"};
    if (hash.r == 0 || hash.r > 64 || hash.p == 0 || hash.p > 64 || hash.n > kMemoryLimit / 128 / hash.r)
        return Error{ErrorKind::usage, "scrypt's n, r and p ask for more than 256 MiB, or for nothing"};
    if (hash.salt.size() < kSaltLength || hash.key.size() < kKeyLength)
        return Error{ErrorKind::usage, "a salt of at least 16 octets and a key of at least 32 are needed"};
    return {};
}

}  // namespace wims::wwsf
