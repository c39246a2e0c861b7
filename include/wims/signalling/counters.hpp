// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <wims/common/api.hpp>
#include <wims/common/metrics.hpp>

namespace wims::signalling {

// The table: enumerator, name given to Metrics, what it counts. Append only.
#define WIMS_SIGNALLING_COUNTERS(X)                                                                                    \
    X(w2_flows_opened, "w2.flows_opened", "WebSocket handshakes that became a flow")                                   \
    X(w2_origin_refused, "w2.origin_refused", "handshakes with an absent or unlisted Origin (E03)")                    \
    X(w1_tokens_verified, "w1.tokens_verified", "tokens whose signature was checked and was good")                     \
    X(w1_tokens_remembered, "w1.tokens_remembered", "tokens accepted from memory (TOK-07)")                            \
    X(w1_tokens_refused, "w1.tokens_refused", "tokens that prove nothing (E12, E13)")                                  \
    X(w1_issuers_refused, "w1.issuers_refused", "good tokens of an issuer that may not say this (E15)")                \
    X(icscf_status_queries, "icscf.status_queries", "W7 queries for requests to listed domains (ICS-01)")              \
    X(icscf_forwarded, "icscf.forwarded", "requests sent on to an S-CSCF")                                             \
    X(icscf_rejected, "icscf.rejected", "requests answered without an S-CSCF (ICS-04, ICS-10)")                        \
    X(w2_message_refused, "w2.message_refused",                                                                        \
      "W2 messages that are not SIP, or were answered 400 by the parser (E06)")                                        \
    X(registrations_accepted, "p_cscf.registrations_accepted", "REGISTERs answered 200 with a binding")                \
    X(registrations_refused, "p_cscf.registrations_refused", "REGISTERs answered with an error")                       \
    X(registrations_expired, "p_cscf.registrations_expired", "bindings that ran out on their flow (EXP-01)")           \
    X(deregistrations, "p_cscf.deregistrations", "log-outs answered 200 (DER-01)")                                     \
    X(block_registrations_accepted, "p_cscf.block_registrations_accepted",                                             \
      "REGISTERs of a block that the core accepted")                                                                   \
    X(block_registrations_failed, "p_cscf.block_registrations_failed",                                                 \
      "attempts to register a block that failed (BLK-06)")                                                             \
    X(calls_originating, "p_cscf.calls_originating", "INVITEs of registered WICs that went on")                        \
    X(calls_terminating, "p_cscf.calls_terminating", "INVITEs of the core that went on to a WIC")                      \
    X(calls_answered, "p_cscf.calls_answered", "calls that were answered")                                             \
    X(calls_failed, "p_cscf.calls_failed", "calls that ended without an answer")                                       \
    X(calls_media_lost, "p_cscf.calls_media_lost",                                                                     \
      "calls ended because of the gateway: set-up time, consent, DTLS (E32, ORG-14)")                                  \
    X(requests_refused, "p_cscf.requests_refused",                                                                     \
      "requests of WICs refused before anything was done (E23, E24, E25, …)")                                          \
    X(tokens_ignored, "p_cscf.tokens_ignored", "tokens on CANCEL and on requests inside a dialog (TOK-03)")            \
    X(mw_register_in, "mw.register_in", "REGISTERs that came in on Mw")                                                \
    X(mw_invite_in, "mw.invite_in", "INVITEs that came in on Mw")                                                      \
    X(mw_other_in, "mw.other_in", "other requests that came in on Mw")                                                 \
    X(mw_register_out, "mw.register_out", "REGISTERs sent on Mw")                                                      \
    X(mw_invite_out, "mw.invite_out", "INVITEs sent on Mw")                                                            \
    X(mw_other_out, "mw.other_out", "other requests sent on Mw, CANCEL and ACK for failures not among them")           \
    X(mw_responses_in, "mw.responses_in", "responses that came in on Mw for a transaction")                            \
    X(mw_responses_out, "mw.responses_out", "responses sent on Mw, repeated 2xx among them")                           \
    X(mw_requests_refused, "mw.requests_refused", "requests that the guard answered 400, 416 or 505 (E06)")            \
    X(mw_responses_refused, "mw.responses_refused", "responses that the guard kept from the roles")                    \
    X(mw_responses_stray, "mw.responses_stray", "responses on Mw that belong to nothing, dropped")                     \
    X(mw_outgoing_refused, "mw.outgoing_refused", "messages of ours that the parser or the transport did not take")    \
    X(w2_connections_accepted, "w2.connections_accepted", "TCP connections taken at W2")                               \
    X(w2_connections_refused, "w2.connections_refused", "TCP connections closed at accept: the limit was reached")     \
    X(w2_handshake_failed, "w2.handshake_failed",                                                                      \
      "connections that ended before their HTTP request: TLS failed, or left")                                         \
    X(w2_handshake_timeouts, "w2.handshake_timeouts", "connections whose TLS and HTTP took too long")                  \
    X(w2_request_malformed, "w2.request_malformed", "HTTP requests refused by the parser")                             \
    X(w2_upgrade_refused, "w2.upgrade_refused", "handshakes without sip, with a bad key or otherwise malformed (E01)") \
    X(w2_version_refused, "w2.version_refused", "handshakes of another WebSocket version (E02)")                       \
    X(w2_flows_closed, "w2.flows_closed", "flows that ended, for whatever reason")                                     \
    X(w2_messages_in, "w2.messages_in", "SIP messages taken from WICs")                                                \
    X(w2_messages_out, "w2.messages_out", "SIP messages sent to WICs")                                                 \
    X(w2_frames_malformed, "w2.frames_malformed", "flows closed with 1002 for what they framed (E04)")                 \
    X(w2_text_not_utf8, "w2.text_not_utf8", "flows closed with 1007 (E04)")                                            \
    X(w2_message_too_big, "w2.message_too_big", "flows closed with 1009 (E04, W2-11)")                                 \
    X(w2_flows_not_sip, "w2.flows_not_sip", "flows closed with 1002 after messages that are no SIP (E05)")             \
    X(w2_flows_silent, "w2.flows_silent", "flows closed because no message came in time (W2-11)")                      \
    X(w2_pings_unanswered, "w2.pings_unanswered", "flows closed after two pings without an answer")                    \
    X(w2_flows_stalled, "w2.flows_stalled", "flows closed because their client did not read")                          \
    X(w2_frames_for_nobody, "w2.frames_for_nobody", "frames of the P-CSCF for flows that are gone or unknown")         \
    X(sdp_malformed, "alg.sdp_malformed", "descriptions with a syntax error or beyond the bounds (E27)")               \
    X(sdp_unusable, "alg.sdp_unusable", "descriptions of which no m-line could be used (E28)")                         \
    X(media_lines_refused, "alg.media_lines_refused", "m-lines not used while another of the description was (E29)")   \
    X(w1_key_sets_fetched, "w1.key_sets_fetched", "key sets of issuers that were fetched and are good (TOK-08)")       \
    X(w1_key_sets_failed, "w1.key_sets_failed", "fetches of key sets that brought none (TOK-08)")                      \
    X(w2_flows_flooding, "w2.flows_flooding", "flows closed for more than 100 headers or a line over 8 KiB (E35)")     \
    X(requests_standalone, "p_cscf.requests_standalone", "requests outside a dialog that were passed on (ORG-09)")     \
    X(subscriptions_begun, "p_cscf.subscriptions_begun",                                                               \
      "SUBSCRIBEs and REFERs of WICs that were passed on, with dialogs of their own (ORG-09)")                         \
    X(reg_subscriptions, "p_cscf.reg_subscriptions", "subscriptions to the reg event that were taken (R3-14)")         \
    X(reg_notifies, "p_cscf.reg_notifies", "NOTIFYs of the reg event that were sent (R3-14)")                          \
    X(contacts_removed, "p_cscf.contacts_removed",                                                                     \
      "bindings that somebody else ended: log-out of all, administrator (NID-05)")                                     \
    X(blocks_fenced, "p_cscf.blocks_fenced", "blocks given up because another instance owns them (W6-04)")             \
    X(iwf_links_opened, "iwf.links_opened", "IWF links that greeted, told by either end")                              \
    X(iwf_links_lost, "iwf.links_lost", "IWF links that ended after they greeted")                                     \
    X(iwf_links_refused, "iwf.links_refused", "connections of IWF links that ended before they greeted")               \
    X(iwf_flows_moved, "iwf.flows_moved", "flows that an IWF moved to another P-CSCF instance (EPC-15)")               \
    X(gateway_refused, "p_cscf.gateway_refused", "reservations that the gateway refused or did not answer (E31)")      \
    X(gateway_exhausted, "p_cscf.gateway_exhausted", "times that the gateway said that it is full (E31)")              \
    X(contexts_unknown, "p_cscf.contexts_unknown",                                                                     \
      "contexts that the gateway reported as hanging and no call has: released (AGW-17)")

enum class Counter : std::uint16_t {
#define X(id, name, text) id,
    WIMS_SIGNALLING_COUNTERS(X)
#undef X
};

WIMS_API std::string_view name_of(Counter counter) noexcept;

inline void count(Metrics& metrics, Counter counter, std::uint64_t n = 1) noexcept {
    metrics.count(name_of(counter), n);
}

}  // namespace wims::signalling
