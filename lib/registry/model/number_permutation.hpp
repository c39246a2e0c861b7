// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace wims::registry {

/// A keyed permutation of 0 … size-1: who sees some numbers of a block cannot tell which ones are next or in use.
/// A four-round Feistel network over HMAC-SHA-256, walked until the result is in range.
class NumberPermutation {
public:
    using Key = std::array<std::uint8_t, 32>;
    /// `size` from 1 to 10^12.
    NumberPermutation(std::uint64_t size, const Key& key);
    static NumberPermutation with_random_key(std::uint64_t size);

    const Key& key() const noexcept { return key_; }
    /// `index` below size.
    std::uint64_t operator()(std::uint64_t index) const;

private:
    std::uint64_t round_trip(std::uint64_t value) const;
    std::uint64_t size_;
    unsigned half_bits_ = 1;
    Key key_;
};

}  // namespace wims::registry
