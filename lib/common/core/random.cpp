// SPDX-License-Identifier: Apache-2.0
#include "common/core/random.hpp"

#include <openssl/rand.h>

#include <cstdlib>

namespace wims {

void random_octets(std::span<std::uint8_t> out) {
    // Without randomness no id, key or tag is safe: going on is worse than ending.
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) std::abort();
}

std::uint64_t random_u64() {
    std::uint64_t value = 0;
    random_octets({reinterpret_cast<std::uint8_t*>(&value), sizeof value});
    return value;
}

std::string random_hex(std::size_t digits) {
    static constexpr char alphabet[] = "0123456789abcdef";
    std::string text(digits, '\0');
    random_octets({reinterpret_cast<std::uint8_t*>(text.data()), digits});
    for (char& c : text) c = alphabet[static_cast<std::uint8_t>(c) & 0x0F];
    return text;
}

std::string random_token(std::size_t length) {
    static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    static constexpr unsigned letters = sizeof alphabet - 1;
    std::string text;
    while (text.size() < length) {
        std::uint8_t block[32];
        random_octets(block);
        for (std::uint8_t octet : block)  // 248 = 4 * 62: no letter is likelier
            if (octet < 4 * letters && text.size() < length) text += alphabet[octet % letters];
    }
    return text;
}

}  // namespace wims
