// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

#include <wims/common/clock.hpp>

namespace wims::media {

/// Whom a core port believes, and whether what is sent follows: symmetric RTP with a peer behind a NAT. [RFC 4961, H.248.37]
///
/// The address and port that Iq announced are always believed, and take the stream back from any other source. Another
/// source within `range` is latched by its first good packet: RTP with an agreed payload type, or an RTCP compound, and with
/// the right tag where the leg has SRTP. What else comes is dropped and counted (agw.core_stranger): a third party that is
/// not first gets nothing. Another address by Iq forgets what was latched. RTP and RTCP latch each for itself; a stream whose
/// peer is not known, or on hold by 0.0.0.0 or port 0, hears nobody. (AUD-06)
struct CoreLatching {
    enum class Range : std::uint8_t {
        never,    ///< the announced address and port only
        port,     ///< another port of the announced address
        network,  ///< another address of its /24, or /64 for IPv6
        any,      ///< everybody: only where the core realm is trusted, because whoever sends first has the stream
    };
    /// When another source may take the place of the one latched.
    enum class Again : std::uint8_t {
        never,    ///< only after Iq announced another address
        silence,  ///< when the one latched was silent for `silence`
        always,   ///< with each packet: whoever sends last has the stream
    };

    Range range = Range::port;
    Again again = Again::silence;
    Duration silence = std::chrono::seconds(5);
    bool symmetric = true;  ///< what is sent goes to the source latched; false: always to the announced address
};

}  // namespace wims::media
