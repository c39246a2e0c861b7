// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace wims::media::quality {

/// A value that one thread writes and any other reads whole. The writer never waits; a reader that meets a write tries
/// again.
template <typename T>
class SequenceLocked {
    static_assert(std::is_trivially_copyable_v<T> && sizeof(T) % sizeof(std::uint64_t) == 0);
    using Words = std::array<std::uint64_t, sizeof(T) / sizeof(std::uint64_t)>;

public:
    void write(const T& value) noexcept {
        const auto words = std::bit_cast<Words>(value);
        const std::uint64_t sequence = sequence_.load(std::memory_order_relaxed);
        sequence_.store(sequence + 1, std::memory_order_relaxed);
        // Released one by one: whoever sees a new word sees the odd sequence before it.
        for (std::size_t i = 0; i < words.size(); ++i) words_[i].store(words[i], std::memory_order_release);
        sequence_.store(sequence + 2, std::memory_order_release);
    }
    /// Nothing when a write came in between.
    std::optional<T> try_read() const noexcept {
        const std::uint64_t before = sequence_.load(std::memory_order_acquire);
        Words words;
        for (std::size_t i = 0; i < words.size(); ++i) words[i] = words_[i].load(std::memory_order_acquire);
        if (before % 2 != 0 || sequence_.load(std::memory_order_relaxed) != before) return std::nullopt;
        return std::bit_cast<T>(words);
    }

private:
    std::atomic<std::uint64_t> sequence_{0};
    std::array<std::atomic<std::uint64_t>, sizeof(T) / sizeof(std::uint64_t)> words_{};
};

}  // namespace wims::media::quality
