// SPDX-License-Identifier: Apache-2.0
#include "media/quality/e_model.hpp"

#include <algorithm>

#include "common/core/ascii.hpp"

namespace wims::media::quality {

Impairment impairment_of(std::string_view encoding) noexcept {
    if (equal_without_case(encoding, "AMR")) return {5, 10};
    if (equal_without_case(encoding, "G729")) return {11, 19};
    return {};
}

double rating(const Impairment& codec, double loss, Duration one_way) noexcept {
    constexpr double best = 93.2, audible_ms = 177.3;
    const double ms = std::chrono::duration<double, std::milli>(one_way).count();
    const double delay = 0.024 * ms + 0.11 * std::max(0.0, ms - audible_ms);
    const double percent = 100 * std::clamp(loss, 0.0, 1.0);
    const double equipment = codec.equipment + (95 - codec.equipment) * percent / (percent + codec.loss_robustness);
    return best - delay - equipment;
}

double mean_opinion(double r) noexcept {
    if (r <= 0) return 1;
    if (r >= 100) return 4.5;
    return std::max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

}  // namespace wims::media::quality
