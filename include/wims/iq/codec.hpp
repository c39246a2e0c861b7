// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace wims::iq {

/// One codec of a termination, as SDP describes it. [RFC 8866 6.6, 6.15]
struct Codec {
    std::string encoding;          ///< "AMR-WB", "opus", … as in rtpmap; compared without case
    std::uint32_t clock_rate = 0;  ///< of RTP, in Hz: 48000 for Opus and 8000 for G.722, whatever they sample
    std::uint8_t channels = 1;     ///< as in rtpmap: 2 for Opus
    std::string parameters;        ///< of fmtp as the receiver of this termination gave them; empty when none
    std::uint32_t ptime = 20;      ///< ms in one packet towards this termination
    bool operator==(const Codec&) const = default;
};

}  // namespace wims::iq
