// SPDX-License-Identifier: Apache-2.0
#include "media/srtp/source.hpp"

namespace wims::media::srtp {

std::uint64_t Source::guess(std::uint16_t sequence) const noexcept {
    constexpr std::uint64_t turn = 0x10000, half = 0x8000;
    const std::uint64_t highest = rtp.highest();
    const std::uint64_t here = (highest & ~(turn - 1)) | sequence;
    if (here + half < highest) return here + turn;
    // Before the first turn there is none to go back to.
    return here > highest + half && here >= turn ? here - turn : here;
}

Source* SourceTable::find(std::uint32_t ssrc) noexcept {
    if (last_ < sources_.size() && sources_[last_].ssrc == ssrc) return &sources_[last_];
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        if (sources_[i].ssrc != ssrc) continue;
        last_ = i;
        return &sources_[i];
    }
    return nullptr;
}

Source& SourceTable::add(std::uint32_t ssrc) {
    sources_.emplace_back().ssrc = ssrc;
    return sources_.back();
}

void SourceTable::rekeyed() noexcept {
    for (auto& source : sources_)
        if (!source.rtp.empty()) source.rtp.restart_at(source.rtp.highest());
}

}  // namespace wims::media::srtp
