// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/missing_packets.hpp"

#include <algorithm>

namespace wims::media::rtp {

void MissingPackets::remove(std::size_t index) {
    const auto at = missing_.begin() + static_cast<std::ptrdiff_t>(index);
    std::move(at + 1, missing_.begin() + static_cast<std::ptrdiff_t>(count_), at);
    --count_;
}

bool MissingPackets::received(std::uint32_t ssrc, std::uint16_t sequence) {
    if (ssrc_ != ssrc) {
        ssrc_ = ssrc;
        highest_ = sequence;
        count_ = 0;
        return true;
    }
    const auto step = static_cast<std::int16_t>(static_cast<std::uint16_t>(sequence - highest_));
    if (step <= 0) {
        for (std::size_t i = 0; i < count_; ++i)
            if (missing_[i].sequence == sequence) return remove(i), true;
        return true;
    }
    const std::size_t gap = static_cast<std::size_t>(step) - 1;
    const bool too_long = count_ + gap > most;
    if (too_long) count_ = 0;
    else
        for (std::uint16_t s = static_cast<std::uint16_t>(highest_ + 1); s != sequence; ++s)
            missing_[count_++] = {s, 0, {}};
    highest_ = sequence;
    return !too_long;
}

std::size_t MissingPackets::due(TimePoint now, std::span<std::uint16_t> out) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < count_ && n < out.size();) {
        Missing& missing = missing_[i];
        if (missing.asked > 0 && now - missing.last < pause) {
            ++i;
        } else if (missing.asked == asks) {
            remove(i);
        } else {
            ++missing.asked;
            missing.last = now;
            out[n++] = missing.sequence;
            ++i;
        }
    }
    return n;
}

}  // namespace wims::media::rtp
