// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace wims::media::rtp {

/// What a sender without transport-wide feedback may send, by what gets lost: with more than a tenth lost less, with
/// next to nothing lost a twelfth more than it sends already. Once a second. [draft-ietf-rmcat-gcc-02 6]
class BitrateEstimate {
public:
    static constexpr std::uint64_t least = 100'000, most = 4'000'000;  ///< bit/s

    std::uint64_t bits_a_second() const noexcept { return bits_; }
    void update(std::uint64_t packets, std::uint64_t lost, std::uint64_t received_bits) noexcept {
        if (packets + lost == 0) return;
        const std::uint64_t percent = lost * 100 / (packets + lost);
        if (percent > 10) bits_ = bits_ * (200 - percent) / 200;
        else if (percent < 2 && received_bits * 2 > bits_) bits_ = bits_ * 13 / 12;
        bits_ = bits_ < least ? least : bits_ > most ? most : bits_;
    }

private:
    std::uint64_t bits_ = 1'000'000;
};

}  // namespace wims::media::rtp
