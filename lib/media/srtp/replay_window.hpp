// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace wims::media::srtp {

/// Which of the last `Bits` packet indices were seen, in a ring of bits. [RFC 3711 3.3.2]
template <std::size_t Bits>
class ReplayWindow {
    static_assert(Bits >= 64 && (Bits & (Bits - 1)) == 0);

public:
    /// Seen, or too old to know.
    bool stale(std::uint64_t index) const noexcept {
        if (index >= end_) return false;
        return end_ - index > Bits || (words_[word(index)] & bit(index)) != 0;
    }
    void add(std::uint64_t index) noexcept {
        if (index >= end_) advance(index);
        words_[word(index)] |= bit(index);
    }
    /// Nothing was seen yet, but what comes is at or near `highest`.
    void restart_at(std::uint64_t highest) noexcept {
        words_.fill(0);
        end_ = highest + 1;
    }
    bool empty() const noexcept { return end_ == 0; }
    /// Of those added; 0 while empty.
    std::uint64_t highest() const noexcept { return end_ == 0 ? 0 : end_ - 1; }

private:
    static constexpr std::size_t word(std::uint64_t index) noexcept { return index % Bits / 64; }
    static constexpr std::uint64_t bit(std::uint64_t index) noexcept { return std::uint64_t{1} << index % 64; }

    void advance(std::uint64_t index) noexcept {
        if (index - end_ >= Bits) words_.fill(0);
        else
            for (std::uint64_t i = end_; i <= index; ++i) words_[word(i)] &= ~bit(i);
        end_ = index + 1;
    }

    std::uint64_t end_ = 0;  // one more than the highest
    std::array<std::uint64_t, Bits / 64> words_{};
};

}  // namespace wims::media::srtp
