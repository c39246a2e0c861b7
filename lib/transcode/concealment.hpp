// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "transcode/decoder.hpp"

namespace wims::transcode {

/// What stands for a lost packet of a codec without a concealment of its own: the last pitch period again, with the level
/// falling to nothing within 60 ms, and a blend over 4 ms where the source goes on. After ITU-T G.711 Appendix I, without its
/// delay.
class Concealment {
public:
    explicit Concealment(std::uint32_t rate);

    /// After each good packet, in place.
    void heard(std::span<Sample> samples);
    void conceal(std::span<Sample> out);

private:
    std::size_t pitch_period() const;
    Sample next();

    const std::uint32_t rate_;
    std::vector<Sample> history_;  // 48 ms, the newest at the end
    std::vector<Sample> blend_;    // what the period would have gone on with
    std::size_t period_ = 0;       // 0: nothing is being concealed
    std::size_t at_ = 0;           // samples concealed
};

}  // namespace wims::transcode
