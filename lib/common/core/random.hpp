// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wims {

/// Cryptographically strong (OpenSSL's generator). Thread-safe.
void random_octets(std::span<std::uint8_t> out);
std::uint64_t random_u64();
/// `digits` lower-case hex digits.
std::string random_hex(std::size_t digits);
/// `length` characters of [A-Za-z0-9]: safe as a tag, branch, ufrag, pwd or URI user.
std::string random_token(std::size_t length);

}  // namespace wims
