// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace wims::mini_ims {

/// A sine at 8,000 samples a second whose phase goes on from block to block.
class Tone {
public:
    /// `level_dbfs`: 0 is a sine that just reaches full scale.
    Tone(double frequency_hz, double level_dbfs) noexcept;

    void next(std::span<std::int16_t> samples) noexcept;

private:
    double step_;
    double amplitude_;
    double phase_ = 0;
};

}  // namespace wims::mini_ims
