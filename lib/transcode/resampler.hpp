// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "transcode/decoder.hpp"

namespace wims::transcode {

/// Between 8, 16 and 48 kHz: one polyphase low-pass with 24 taps a phase, flat within 0.5 dB to 0.42 of the lower rate and 60 dB
/// down from 0.58 on.
class Resampler {
public:
    Resampler(std::uint32_t from, std::uint32_t to);

    /// Appends to `out`. `in` is a multiple of 10 ms.
    void push(std::span<const Sample> in, std::vector<Sample>& out);
    Duration delay() const noexcept;

private:
    const std::uint32_t from_;
    const std::uint32_t to_;
    const std::size_t up_;
    const std::size_t down_;
    std::size_t taps_;            // of one phase
    std::vector<float> phases_;   // up_ × taps_
    std::vector<Sample> recent_;  // taps_ - 1 samples before `in`, then `in`
};

}  // namespace wims::transcode
