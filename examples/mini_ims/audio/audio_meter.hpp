// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include <wims/common/clock.hpp>

namespace wims::mini_ims {

/// What one listens to: level and dominant frequency of the last three seconds of 8,000 Hz audio.
class AudioMeter {
public:
    static constexpr std::chrono::seconds window{3};

    void add(std::span<const std::int16_t> samples, TimePoint heard);
    void clear() { blocks_.clear(); }

    /// RMS against a sine at full scale (0 dBFS), ±1 dB; -96 for digital silence. Empty when nothing was heard.
    std::optional<double> level_dbfs(TimePoint now) const;
    /// Within ±2 Hz for a steady tone, from the newest second. Empty when less than a quarter of a second was heard, or
    /// when it is quieter than -60 dBFS.
    std::optional<double> frequency_hz(TimePoint now) const;

private:
    struct Block {
        TimePoint heard;
        std::vector<std::int16_t> samples;
    };
    std::vector<double> newest(TimePoint now, std::size_t most) const;

    std::deque<Block> blocks_;
};

}  // namespace wims::mini_ims
