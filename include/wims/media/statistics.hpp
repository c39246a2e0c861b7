// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include <wims/common/clock.hpp>
#include <wims/iq/gateway.hpp>

/// What happened to a stream so far, at each of its two terminations. (AGW-17)
namespace wims::media {

/// How the line that the gateway sends reaches the peer, as the peer's newest RTCP report has it. [RFC 3550 6.4.1]
struct PeerReception {
    double fraction_lost = 0;       ///< 0 to 1, in the peer's last report interval
    std::int64_t packets_lost = 0;  ///< below 0 when more packets were repeated than lost
    Duration jitter{};
    std::optional<double> mos;  ///< as TerminationStatistics::mos, with what was lost in the last interval
};

/// One stream at one termination. RTP packets only; octets are those of payloads, RTP padding among them. What is received
/// counts as it comes off W3 or the core's port, after decryption, whether it goes on or not.
struct TerminationStatistics {
    std::uint64_t packets_received = 0, octets_received = 0;
    std::uint64_t packets_sent = 0, octets_sent = 0;
    std::uint64_t packets_lost = 0;      ///< that never came: what came late or twice makes up for it [RFC 3550 A.3]
    Duration jitter{};                   ///< of what is received, smoothed [RFC 3550 A.8]
    std::optional<Duration> round_trip;  ///< gateway to peer and back; nothing until the peer has reported
    std::optional<PeerReception> peer;   ///< nothing until the peer has reported
    /// 1.0 to 4.5: how what is received here would sound, by the codec, the share that was lost so far, and half the round
    /// trip, a jitter buffer and a packet of delay. Audio only, nothing before the first packet. An estimate on the scale of
    /// telephone speech, where wideband codecs count as G.711 does. [ITU-T G.107, G.113 Appendix I]
    std::optional<double> mos;
};

struct StreamReport {
    iq::ContextId context = 0;  ///< 0 in a SessionEngine, which has one
    iq::StreamId stream = 0;
    iq::MediaType media = iq::MediaType::audio;
    TerminationStatistics access, core;
};

}  // namespace wims::media
