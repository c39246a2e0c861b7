// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/audio/tone.hpp"

#include <cmath>
#include <numbers>

namespace wims::mini_ims {

namespace {
constexpr double turn = 2 * std::numbers::pi;
}

Tone::Tone(double frequency_hz, double level_dbfs) noexcept
    : step_(turn * frequency_hz / 8000.0), amplitude_(32767.0 * std::pow(10.0, level_dbfs / 20.0)) {}

void Tone::next(std::span<std::int16_t> samples) noexcept {
    for (auto& sample : samples) {
        sample = static_cast<std::int16_t>(std::lround(amplitude_ * std::sin(phase_)));
        phase_ = std::fmod(phase_ + step_, turn);
    }
}

}  // namespace wims::mini_ims
