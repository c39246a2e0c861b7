// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <wims/common/result.hpp>

namespace wims::wwsf {

/// A password as it is kept: scrypt's cost, salt and result. [RFC 7914]
struct PasswordHash {
    std::uint64_t n = 0;  ///< a power of two
    std::uint32_t r = 0;
    std::uint32_t p = 0;
    std::string salt;  ///< octets
    std::string key;   ///< octets
};

/// Hashes with a fresh salt at the cost that user files of ours use (about 32 MiB and a quarter of a second).
Result<PasswordHash> hash_password(std::string_view password);

/// As slow as the hash asks for; compares in constant time.
bool matches(const PasswordHash& hash, std::string_view password);

/// usage: a cost below 2^14, above 256 MiB or not a power of two, a salt or key too short to protect anything.
Result<void> check(const PasswordHash& hash);

}  // namespace wims::wwsf
