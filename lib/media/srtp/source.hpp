// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "media/srtp/replay_window.hpp"
#include "media/srtp/session.hpp"

namespace wims::media::srtp {

/// What one direction knows of one synchronisation source: its cryptographic context but for the keys. [RFC 3711 3.2.3]
struct Source {
    std::uint32_t ssrc = 0;
    std::uint32_t next_rtcp = 0;  ///< of what we send
    ReplayWindow<rtp_window> rtp;
    ReplayWindow<rtcp_window> rtcp;

    /// ROC || SEQ that a sequence number most likely stands for. [RFC 3711 3.3.1, appendix A]
    std::uint64_t guess(std::uint16_t sequence) const noexcept;
};

/// The sources of one direction, `max_sources` at most. One that is not there yet is added by what has proved itself.
class SourceTable {
public:
    /// nullptr when unknown. The pointer lives until add().
    Source* find(std::uint32_t ssrc) noexcept;
    bool full() const noexcept { return sources_.size() >= max_sources; }
    Source& add(std::uint32_t ssrc);

    /// The keys have changed: indices go on, and what was seen under the old ones says nothing.
    void rekeyed() noexcept;

private:
    std::vector<Source> sources_;
    std::size_t last_ = 0;  // most packets are of the same source as the one before
};

}  // namespace wims::media::srtp
