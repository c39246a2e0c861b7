// SPDX-License-Identifier: Apache-2.0
#include "transcode/concealment.hpp"

#include <algorithm>
#include <cmath>

namespace wims::transcode {
namespace {

constexpr std::uint32_t history_ms = 48;
constexpr std::uint32_t full_ms = 10;  // until the level falls
constexpr std::uint32_t mute_ms = 60;
constexpr std::uint32_t blend_ms = 4;
constexpr std::uint32_t highest_pitch = 400;  // Hz
constexpr std::uint32_t lowest_pitch = 66;

}  // namespace

Concealment::Concealment(std::uint32_t rate)
    : rate_(rate), history_(rate * history_ms / 1000), blend_(rate * blend_ms / 1000) {}

std::size_t Concealment::pitch_period() const {
    const std::size_t shortest = rate_ / highest_pitch;
    const std::size_t longest = rate_ / lowest_pitch;
    const std::size_t window = rate_ / 50;
    const Sample* newest = history_.data() + history_.size() - window;
    std::size_t best = longest;
    double best_match = 0;
    for (std::size_t lag = shortest; lag <= longest; ++lag) {
        double product = 0, energy = 1;
        for (std::size_t i = 0; i < window; ++i) {
            const double then = *(newest + i - lag);
            product += newest[i] * then;
            energy += then * then;
        }
        const double match = product <= 0 ? 0 : product * product / energy;
        if (match > best_match * 1.01) {
            best_match = match;
            best = lag;
        }
    }
    return best;
}

Sample Concealment::next() {
    const auto ms = static_cast<std::uint32_t>(at_ * 1000 / rate_);
    const Sample repeated = history_[history_.size() - period_ + at_ % period_];
    ++at_;
    if (ms < full_ms) return repeated;
    if (ms >= mute_ms) return 0;
    return static_cast<Sample>(repeated * static_cast<int>(mute_ms - ms) / static_cast<int>(mute_ms - full_ms));
}

void Concealment::conceal(std::span<Sample> out) {
    if (period_ == 0) {
        period_ = pitch_period();
        at_ = 0;
    }
    for (Sample& sample : out) sample = next();
}

void Concealment::heard(std::span<Sample> samples) {
    if (period_ != 0) {
        const std::size_t blended = std::min(blend_.size(), samples.size());
        for (std::size_t i = 0; i < blended; ++i) {
            const int part = static_cast<int>(i + 1);
            const int whole = static_cast<int>(blended + 1);
            samples[i] = static_cast<Sample>((samples[i] * part + next() * (whole - part)) / whole);
        }
        period_ = 0;
    }
    const std::size_t kept = std::min(samples.size(), history_.size());
    std::copy(history_.begin() + static_cast<std::ptrdiff_t>(kept), history_.end(), history_.begin());
    std::copy(samples.end() - static_cast<std::ptrdiff_t>(kept), samples.end(),
              history_.end() - static_cast<std::ptrdiff_t>(kept));
}

}  // namespace wims::transcode
