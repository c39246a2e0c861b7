// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <wims/common/clock.hpp>

/// The E-model with everything but codec, loss and delay at its defaults. [ITU-T G.107]
namespace wims::media::quality {

/// A codec's part in it. [ITU-T G.113 Appendix I]
struct Impairment {
    double equipment = 0;           ///< Ie
    double loss_robustness = 25.1;  ///< Bpl, with concealment
};
/// By the name in rtpmap. Narrowband codecs as G.113 has them; the wideband ones, which this scale does not rank, as G.711.
Impairment impairment_of(std::string_view encoding) noexcept;

/// R: 93.2 at best. `loss`: 0 to 1, not in bursts.
double rating(const Impairment& codec, double loss, Duration one_way) noexcept;
/// 1.0 to 4.5. [ITU-T G.107 Annex B]
double mean_opinion(double rating) noexcept;

}  // namespace wims::media::quality
