// SPDX-License-Identifier: Apache-2.0
#include "registry/model/number_permutation.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstring>

#include "common/core/random.hpp"

namespace wims::registry {
namespace {

std::uint64_t keyed(const NumberPermutation::Key& key, std::uint8_t round, std::uint64_t value) {
    std::uint8_t input[9] = {round};
    for (int i = 0; i < 8; ++i) input[i + 1] = static_cast<std::uint8_t>(value >> (8 * i));
    std::uint8_t mac[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), input, sizeof input, mac, &length);
    std::uint64_t out = 0;
    std::memcpy(&out, mac, sizeof out);
    return out;
}

}  // namespace

NumberPermutation::NumberPermutation(std::uint64_t size, const Key& key) : size_(size), key_(key) {
    while ((std::uint64_t{1} << (2 * half_bits_)) < size_) ++half_bits_;
}

NumberPermutation NumberPermutation::with_random_key(std::uint64_t size) {
    Key key;
    random_octets(key);
    return {size, key};
}

std::uint64_t NumberPermutation::round_trip(std::uint64_t value) const {
    const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
    std::uint64_t left = value >> half_bits_, right = value & mask;
    for (std::uint8_t round = 0; round < 4; ++round) {
        const std::uint64_t next = left ^ (keyed(key_, round, right) & mask);
        left = right;
        right = next;
    }
    return left << half_bits_ | right;
}

std::uint64_t NumberPermutation::operator()(std::uint64_t index) const {
    // The domain is less than four times the range, so few steps are expected; a cycle always comes back into range.
    do index = round_trip(index);
    while (index >= size_);
    return index;
}

}  // namespace wims::registry
