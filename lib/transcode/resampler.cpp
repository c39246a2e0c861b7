// SPDX-License-Identifier: Apache-2.0
#include "transcode/resampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace wims::transcode {
namespace {

constexpr std::size_t taps_at_equal_rate = 24;
constexpr double kaiser_beta = 6.0;

/// Modified Bessel function of order 0.
double bessel(double x) {
    double sum = 1, term = 1;
    for (int k = 1; k < 30; ++k) {
        term *= x / (2.0 * k) * x / (2.0 * k);
        sum += term;
    }
    return sum;
}

double sinc(double x) { return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x); }

/// Low-pass at half of the lower rate, for a signal with `up` times the source's samples.
std::vector<float> low_pass(std::size_t length, double cut_off, double gain) {
    std::vector<float> taps(length);
    const double centre = static_cast<double>(length - 1) / 2;
    for (std::size_t i = 0; i < length; ++i) {
        const double x = static_cast<double>(i) - centre;
        const double window =
            bessel(kaiser_beta * std::sqrt(std::max(0.0, 1 - (x / centre) * (x / centre)))) / bessel(kaiser_beta);
        taps[i] = static_cast<float>(gain * cut_off * sinc(cut_off * x) * window);
    }
    return taps;
}

}  // namespace

Resampler::Resampler(std::uint32_t from, std::uint32_t to)
    : from_(from), to_(to), up_(to / std::gcd(from, to)), down_(from / std::gcd(from, to)),
      taps_(taps_at_equal_rate * std::max<std::size_t>(1, down_ / up_)) {
    const auto widest = static_cast<double>(std::max(up_, down_));
    const auto line = low_pass(up_ * taps_, 1.0 / widest, static_cast<double>(up_));
    phases_.resize(line.size());
    for (std::size_t phase = 0; phase < up_; ++phase)  // newest sample last: reversed
        for (std::size_t k = 0; k < taps_; ++k) phases_[phase * taps_ + k] = line[(taps_ - 1 - k) * up_ + phase];
    recent_.assign(taps_ - 1, 0);
}

void Resampler::push(std::span<const Sample> in, std::vector<Sample>& out) {
    recent_.insert(recent_.end(), in.begin(), in.end());
    const std::size_t made = in.size() * up_ / down_;
    for (std::size_t n = 0; n < made; ++n) {
        const Sample* x = recent_.data() + n * down_ / up_;
        const float* h = phases_.data() + n * down_ % up_ * taps_;
        float sum = 0;
        for (std::size_t k = 0; k < taps_; ++k) sum += h[k] * x[k];
        out.push_back(static_cast<Sample>(std::lround(std::clamp(sum, -32768.F, 32767.F))));
    }
    recent_.erase(recent_.begin(), recent_.begin() + static_cast<std::ptrdiff_t>(in.size()));
}

Duration Resampler::delay() const noexcept {
    return std::chrono::nanoseconds(std::chrono::seconds(1)) * static_cast<std::int64_t>(taps_) /
           (2 * static_cast<std::int64_t>(from_));
}

}  // namespace wims::transcode
