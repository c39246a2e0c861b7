// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/audio/audio_meter.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

namespace wims::mini_ims {

namespace {
constexpr double rate = 8000;
constexpr std::size_t transform_size = 8192;
constexpr double quietest = -96;

/// In place, length a power of two.
void fourier(std::vector<std::complex<double>>& x) {
    const std::size_t n = x.size();
    for (std::size_t i = 1, j = 0; i < n; ++i) {
        std::size_t bit = n >> 1;
        for (; (j & bit) != 0; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(x[i], x[j]);
    }
    for (std::size_t length = 2; length <= n; length <<= 1) {
        const auto root = std::polar(1.0, -2 * std::numbers::pi / static_cast<double>(length));
        for (std::size_t start = 0; start < n; start += length) {
            std::complex<double> twiddle = 1;
            for (std::size_t k = 0; k < length / 2; ++k, twiddle *= root) {
                const auto even = x[start + k];
                const auto odd = twiddle * x[start + k + length / 2];
                x[start + k] = even + odd;
                x[start + k + length / 2] = even - odd;
            }
        }
    }
}

/// The top of the parabola through three neighbouring log magnitudes, in bins from the middle one.
double peak_offset(double left, double middle, double right) {
    const double curve = left - 2 * middle + right;
    return curve == 0 ? 0 : 0.5 * (left - right) / curve;
}

double dbfs(const std::vector<double>& samples) {
    double sum = 0;
    for (const double s : samples) sum += s * s;
    const double rms = std::sqrt(sum / static_cast<double>(samples.size()));
    const double full_scale_sine = 32767.0 / std::numbers::sqrt2;
    return rms == 0 ? quietest : std::max(quietest, 20 * std::log10(rms / full_scale_sine));
}
}  // namespace

void AudioMeter::add(std::span<const std::int16_t> samples, TimePoint heard) {
    blocks_.push_back({heard, {samples.begin(), samples.end()}});
    while (blocks_.front().heard + window < heard) blocks_.pop_front();
}

std::vector<double> AudioMeter::newest(TimePoint now, std::size_t most) const {
    std::vector<double> samples;
    for (auto block = blocks_.rbegin(); block != blocks_.rend() && samples.size() < most; ++block) {
        if (block->heard + window < now) break;
        samples.insert(samples.end(), block->samples.rbegin(), block->samples.rend());
    }
    if (samples.size() > most) samples.resize(most);
    std::reverse(samples.begin(), samples.end());
    return samples;
}

std::optional<double> AudioMeter::level_dbfs(TimePoint now) const {
    const auto samples = newest(now, std::numeric_limits<std::size_t>::max());
    if (samples.empty()) return std::nullopt;
    return dbfs(samples);
}

std::optional<double> AudioMeter::frequency_hz(TimePoint now) const {
    const auto samples = newest(now, transform_size);
    if (samples.size() < rate / 4 || dbfs(samples) < -60) return std::nullopt;

    std::vector<std::complex<double>> x(transform_size);
    const double last = static_cast<double>(samples.size() - 1);
    for (std::size_t i = 0; i < samples.size(); ++i)
        x[i] = samples[i] * (0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / last));
    fourier(x);

    const std::size_t lowest =
        static_cast<std::size_t>(20 * transform_size / rate);  // below lies the offset, not sound
    std::size_t peak = lowest;
    for (std::size_t k = lowest; k < transform_size / 2 - 1; ++k)
        if (std::norm(x[k]) > std::norm(x[peak])) peak = k;
    const auto log_magnitude = [&](std::size_t k) { return std::log(std::norm(x[k]) + 1e-9); };
    const double bin =
        static_cast<double>(peak) + peak_offset(log_magnitude(peak - 1), log_magnitude(peak), log_magnitude(peak + 1));
    return bin * rate / static_cast<double>(transform_size);
}

}  // namespace wims::mini_ims
