// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace wims::transcode::amr {

class BitReader {
public:
    explicit BitReader(std::span<const std::uint8_t> octets) noexcept : octets_(octets) {}

    std::size_t left() const noexcept { return octets_.size() * 8 - at_; }
    /// `n` is at most 8 and left().
    std::uint8_t take(std::size_t n) noexcept {
        std::uint8_t value = 0;
        for (; n > 0; --n, ++at_)
            value = static_cast<std::uint8_t>(value << 1 | (octets_[at_ / 8] >> (7 - at_ % 8) & 1));
        return value;
    }
    void align() noexcept { at_ = (at_ + 7) / 8 * 8; }

private:
    std::span<const std::uint8_t> octets_;
    std::size_t at_ = 0;
};

class BitWriter {
public:
    explicit BitWriter(std::span<std::uint8_t> octets) noexcept : octets_(octets) {}

    bool overrun() const noexcept { return at_ > octets_.size() * 8; }
    std::size_t octets() const noexcept { return (at_ + 7) / 8; }
    void put(std::uint8_t value, std::size_t n) noexcept {
        for (; n > 0; --n, ++at_) {
            if (at_ >= octets_.size() * 8) continue;
            auto& octet = octets_[at_ / 8];
            if (at_ % 8 == 0) octet = 0;
            octet = static_cast<std::uint8_t>(octet | (value >> (n - 1) & 1) << (7 - at_ % 8));
        }
    }
    void align() noexcept {
        while (at_ % 8 != 0) put(0, 1);
    }

private:
    std::span<std::uint8_t> octets_;
    std::size_t at_ = 0;
};

}  // namespace wims::transcode::amr
