// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace wims::registry {

/// SipHash-1-3 (Aumasson, Bernstein): without the key nobody finds names that share a place in a table. The value depends
/// on the machine's octet order and never leaves the process.
inline std::uint64_t sip_hash(const std::array<std::uint64_t, 2>& key, std::string_view text) noexcept {
    std::uint64_t v0 = key[0] ^ 0x736f6d6570736575, v1 = key[1] ^ 0x646f72616e646f6d;
    std::uint64_t v2 = key[0] ^ 0x6c7967656e657261, v3 = key[1] ^ 0x7465646279746573;
    const auto round = [&] {
        v0 += v1, v1 = std::rotl(v1, 13) ^ v0, v0 = std::rotl(v0, 32);
        v2 += v3, v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3, v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1, v1 = std::rotl(v1, 17) ^ v2, v2 = std::rotl(v2, 32);
    };
    const auto take = [&](std::uint64_t word) {
        v3 ^= word;
        round();
        v0 ^= word;
    };
    const std::size_t whole = text.size() / 8 * 8;
    for (std::size_t i = 0; i < whole; i += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + i, 8);
        take(word);
    }
    std::uint64_t last = std::uint64_t{text.size()} << 56;
    std::memcpy(&last, text.data() + whole, text.size() - whole);
    take(last);
    v2 ^= 0xff;
    for (int i = 0; i < 3; ++i) round();
    return v0 ^ v1 ^ v2 ^ v3;
}

}  // namespace wims::registry
