// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <wims/common/api.hpp>
#include <wims/common/metrics.hpp>

namespace wims::media {

// The table: enumerator, name given to Metrics, what it counts. Append only.
#define WIMS_MEDIA_COUNTERS(X)                                                                                     \
    X(contexts_reserved, "agw.contexts_reserved", "Iq reserve procedures that succeeded")                          \
    X(contexts_released, "agw.contexts_released", "Iq release procedures that succeeded")                          \
    X(reserve_refused, "agw.reserve_refused",                                                                      \
      "Iq reserve procedures refused: bad input, no ports or no contexts left")                                    \
    X(configure_refused, "agw.configure_refused", "Iq configure procedures refused: bad input or no such context") \
    X(core_port_taken, "agw.core_port_taken", "core port pairs passed over because somebody else holds them")      \
    X(demux_unknown, "agw.demux_unknown",                                                                          \
      "W3 datagrams whose first octet is neither STUN, DTLS, RTP nor RTCP (AGW-06)")                               \
    X(unbound_source, "agw.unbound_source", "W3 datagrams from an address that no valid check bound (AGW-04)")     \
    X(stun_malformed, "agw.stun_malformed", "W3 datagrams that look like STUN and are not")                        \
    X(checks_valid, "agw.checks_valid", "connectivity checks answered with success")                               \
    X(checks_refused, "agw.checks_refused", "connectivity checks answered with an error (AGW-03)")                 \
    X(early_parked, "agw.early_parked", "datagrams of a known ufrag kept until the layer above was ready")         \
    X(early_dropped, "agw.early_dropped",                                                                          \
      "datagrams of a known ufrag dropped because the layer above was not ready in time")                          \
    X(dtls_established, "agw.dtls_established", "DTLS handshakes that ended well")                                 \
    X(dtls_failed, "agw.dtls_failed", "DTLS handshakes that failed or took too long (AGW-07, AGW-08)")             \
    X(consent_lost, "agw.consent_lost", "contexts whose WIC stopped checking (AGW-05)")                            \
    X(media_inactivity, "agw.media_inactivity", "silences reported over Iq (AGW-17)")                              \
    X(srtp_replayed, "agw.srtp_replayed", "SRTP or SRTCP packets seen before (AGW-15)")                            \
    X(srtp_unauthentic, "agw.srtp_unauthentic", "SRTP or SRTCP packets with a wrong tag (AGW-15)")                 \
    X(srtp_refused, "agw.srtp_refused", "SRTP or SRTCP packets malformed or of one source too many")               \
    X(rtp_malformed, "agw.rtp_malformed", "RTP packets that do not parse")                                         \
    X(rtcp_malformed, "agw.rtcp_malformed", "RTCP compounds that do not parse")                                    \
    X(rtcp_not_forwarded, "agw.rtcp_not_forwarded", "RTCP packets ended here: feedback, XR, APP, BYE (AGW-16)")    \
    X(payload_unmapped, "agw.payload_unmapped", "RTP packets with a payload type that was not agreed")             \
    X(not_through, "agw.not_through", "RTP packets dropped because the stream is not through-connected")           \
    X(core_stranger, "agw.core_stranger", "core datagrams from another address than the announced one")            \
    X(send_failed, "agw.send_failed", "datagrams that the socket did not take")                                    \
    X(consent_asked, "agw.consent_asked", "checks sent to keep a WIC's consent (AGW-05)")                          \
    X(consent_given, "agw.consent_given", "answers to them")                                                       \
    X(stun_unasked, "agw.stun_unasked", "STUN responses and indications that answer no check of ours")             \
    X(tcp_refused, "agw.tcp_refused",                                                                              \
      "TCP connections on W3 without a valid check in time, or more than there is room for")                       \
    X(ice_restarts, "agw.ice_restarts", "ICE restarts of WICs (ALG-12)")                                           \
    X(key_frames_asked_access, "agw.key_frames_asked_access", "requests for a key frame to WICs (VID-03)")         \
    X(key_frames_asked_core, "agw.key_frames_asked_core", "requests for a key frame to the core (VID-03)")         \
    X(packets_repeated, "agw.packets_repeated", "video packets sent again after a WIC's NACK (VID-06)")            \
    X(packets_asked_again, "agw.packets_asked_again", "lost video packets that WICs were asked for again")         \
    X(handshakes_delayed, "agw.handshakes_delayed",                                                                \
      "DTLS datagrams that waited for a later round of the worker's loop")                                         \
    X(handshakes_dropped, "agw.handshakes_dropped", "DTLS datagrams dropped because too many waited")              \
    X(contexts_orphaned, "agw.contexts_orphaned", "contexts released because their owner had gone (IQ-10)")        \
    X(core_latched, "agw.core_latched", "core ports that follow another source than the announced one (AUD-06)")   \
    X(hanging_terminations, "agw.hanging_terminations",                                                            \
      "contexts reported over Iq because nobody asked for them (AGW-17)")                                          \
    X(resources_exhausted, "agw.resources_exhausted",                                                              \
      "times that core ports or contexts ran out, reported over Iq (E31)")

enum class Counter : std::uint16_t {
#define X(id, name, text) id,
    WIMS_MEDIA_COUNTERS(X)
#undef X
};

WIMS_API std::string_view name_of(Counter counter) noexcept;

inline void count(Metrics& metrics, Counter counter, std::uint64_t n = 1) noexcept {
    metrics.count(name_of(counter), n);
}

}  // namespace wims::media
