// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/api.hpp>
#include <wims/common/async.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/ids.hpp>
#include <wims/common/secret.hpp>
#include <wims/iq/codec.hpp>
#include <wims/w3/transport.hpp>

/// Iq: the eP-CSCF commands the eIMS-AGW. Procedures and information elements are those of TS 23.334 clause 8.
/// A context joins one access termination (towards the WIC, on W3) with one core termination; both carry the same
/// streams. Numbers are 0-based m-line indices, stable for the context's life.
/// A call that rings several WICs has a context for each of them; when one answers, the others are released, and its own
/// core termination is the one that the core is told. (FRK-03, FRK-04)
namespace wims::iq {

using ContextId = std::uint64_t;  ///< never 0
using StreamId = std::uint32_t;

/// Who asks: one control association, as a P-CSCF instance has with the gateways it commands. Random, so that no two askers of
/// a gateway meet. 0: nobody in particular. [TS 29.334 5.3, H.248.1 11]
using OwnerId = std::uint64_t;

enum class MediaType : std::uint8_t { audio, video };

/// As seen from the gateway: `send` is gateway → that side.
struct ThroughConnection {
    bool to_access = true;
    bool to_core = true;
    bool operator==(const ThroughConnection&) const = default;
};

/// One codec on both sides; its payload passes unchanged, its number is rewritten (AUD-02). A telephone-event may have
/// another clock on either side: then its durations are rewritten too. (AUD-05)
struct PayloadMapping {
    std::uint8_t access_type = 0;
    std::uint8_t core_type = 0;
    std::string encoding;               ///< "opus", "PCMA", "telephone-event", … as in rtpmap
    std::uint32_t clock_rate = 0;       ///< Hz, on the access side
    std::uint32_t core_clock_rate = 0;  ///< Hz, on the core side; 0: the same. Another one for telephone-event only
    bool operator==(const PayloadMapping&) const = default;
};

/// An RTP header extension and its number on either side. What is not listed here, or has no number on the other side,
/// ends at the gateway. [RFC 8285] (ALG-10)
struct HeaderExtension {
    std::string uri;
    std::uint8_t access_id = 0;  ///< 1...14; 0: not agreed with the WIC
    std::uint8_t core_id = 0;    ///< 1...14; 0: not agreed with the core
    bool operator==(const HeaderExtension&) const = default;
};

/// RTCP feedback agreed with one side. [RFC 4585, RFC 5104] (AGW-16)
struct Feedback {
    bool nack = false;
    bool pli = false;
    bool fir = false;
    bool remb = false;          ///< goog-remb, towards a WIC only
    bool transport_cc = false;  ///< towards a WIC only; needs its header extension
    bool reduced_size = false;  ///< a message may go without a report and CNAME before it [RFC 5506]

    /// None: the side is RTP/AVP, or as good as that.
    bool any() const noexcept { return nack || pli || fir || remb || transport_cc; }
    bool operator==(const Feedback&) const = default;
};

/// Audio without a codec on both sides: each termination has its own and the gateway codes between them. A gateway that
/// cannot refuses it with usage, status 488. [TS 23.334 5.20] (AUD-03, AGW-10)
struct Transcoding {
    std::uint8_t access_type = 0;
    std::uint8_t core_type = 0;
    Codec access;
    Codec core;
    bool operator==(const Transcoding&) const = default;
};

struct CoreRemote {
    TransportAddress rtp;
    TransportAddress rtcp;  ///< port 0: the peer takes no RTCP; the same as rtp: both on one port [RFC 5761]
    bool operator==(const CoreRemote&) const = default;
};

/// One end's SRTP master key for what it sends: a suite and its inline key. Named after TS 23.334's Cryptographic SDES
/// Attribute. [RFC 4568 6.2, RFC 6188, RFC 7714 14]
struct CryptographicSdesAttribute {
    std::string
        suite;  ///< "AES_CM_128_HMAC_SHA1_80", "…_32", "AES_256_CM_HMAC_SHA1_80", "…_32", "AEAD_AES_128_GCM", "AEAD_AES_256_GCM"
    Secret key;  ///< master key, then master salt
    bool operator==(const CryptographicSdesAttribute& other) const {
        return suite == other.suite && key.reveal() == other.key.reveal();
    }
};

/// SRTP on the core leg: `local` protects what the gateway sends there, `remote` what it hears. Both have one suite.
struct CoreSdes {
    CryptographicSdesAttribute local;
    CryptographicSdesAttribute remote;
    bool operator==(const CoreSdes&) const = default;
};

/// What the WIC announced, and the role that this leaves to the gateway. (ALG-01, ALG-02)
struct AccessRemote {
    w3::TransportDescription transport;
    w3::DtlsRole gateway_role = w3::DtlsRole::server;
    bool operator==(const AccessRemote&) const = default;
};

struct StreamSpec {
    StreamId id = 0;
    MediaType media = MediaType::audio;
    std::string mid;  ///< the WIC's, empty when none
    ThroughConnection through;
    std::vector<PayloadMapping> payloads;    ///< empty until both sides are known
    std::optional<Transcoding> transcoding;  ///< what of the audio does not pass unchanged beside `payloads`
    std::optional<CoreRemote> core_remote;
    std::optional<CoreSdes> core_sdes;  ///< absent: RTP in clear on the core leg
    std::vector<HeaderExtension> extensions;
    Feedback access_feedback;
    Feedback core_feedback;
    bool operator==(const StreamSpec&) const = default;
};

// ---- Reserve AGW Connection Point / Reserve and Configure AGW Connection Point

struct ReserveRequest {
    TrailId trail;
    std::vector<StreamSpec> streams;
    /// One transport for all streams (BUNDLE) when the WIC offered it; known later when the WIC is the answerer.
    std::optional<AccessRemote> access_remote;
    OwnerId owner = 0;  ///< whose context it becomes: its events go there, and it ends with it
};

struct CoreLocal {
    StreamId id = 0;
    TransportAddress rtp;
    TransportAddress rtcp;
};

struct Reserved {
    ContextId context = 0;
    w3::TransportDescription access;  ///< own ufrag, pwd, host candidate, fingerprint; ice_lite as configured
    TransportAddress access_address;  ///< for c= and m= on W2
    std::vector<CoreLocal> core;      ///< one for each stream, RTP even, RTCP odd
};

// ---- Configure AGW Connection Point: only what is set changes

struct ConfigureRequest {
    TrailId trail;
    ContextId context = 0;
    std::optional<AccessRemote> access_remote;
    std::vector<StreamSpec> streams;  ///< replaces the streams with these ids
};

struct Configured {
    /// The access termination's own description, when the WIC restarted ICE and it therefore has new ICE credentials:
    /// the answer carries them. [RFC 8839 4.4.1.1] (ALG-12)
    std::optional<w3::TransportDescription> access;
};

// ---- Release AGW Termination

struct ReleaseRequest {
    TrailId trail;
    ContextId context = 0;
};

struct StreamStatistics {
    StreamId id = 0;
    std::uint64_t packets_to_core = 0, octets_to_core = 0;
    std::uint64_t packets_to_access = 0, octets_to_access = 0;
};

struct Released {
    std::vector<StreamStatistics> streams;
};

// ---- Notify: events of a context

enum class EventKind : std::uint8_t {
    ice_connected,  ///< first valid check
    dtls_established,
    dtls_failed,   ///< alert, fingerprint mismatch, or no handshake in time; the termination stays until released
    dtls_closed,   ///< the WIC's close_notify
    consent_lost,  ///< 30 s without authenticated STUN; nothing more is sent to the WIC
    media_inactivity,
    gateway_lost,  ///< the gateway restarted: the context is gone
    /// No request has named the context for as long as the gateway is configured to wait; again each time as long passes.
    /// An asker that does not know the context releases it. [TS 23.334 5.14, H.248.36] (AGW-17)
    hanging_termination,
    /// Of no context, to every owner: reserve was refused for want of core ports or contexts. Again only after a tenth of
    /// them was free.
    resources_exhausted,
};

WIMS_API std::string_view to_string(EventKind kind) noexcept;

struct Event {
    EventKind kind;
    ContextId context = 0;
    std::string detail;  ///< for people
    Duration silent{};   ///< with hanging_termination: since when nothing was heard from either side, RTCP included
};

/// Fails with not_found for an unknown context, limit (status 503) when ports or sessions ran out, io when the gateway
/// cannot be reached. A failed reserve has reserved nothing (IQ-10).
class Gateway {
public:
    virtual ~Gateway() = default;
    virtual void reserve(const ReserveRequest& request, Deadline deadline, Completion<Reserved> done) = 0;
    virtual void configure(const ConfigureRequest& request, Deadline deadline, Completion<Configured> done) = 0;
    virtual void release(const ReleaseRequest& request, Deadline deadline, Completion<Released> done) = 0;

    /// Events of the contexts that `owner` reserved come to `listener` on `executor`, in order per context, the last one
    /// before the completion of release. An owner other than 0 begins with this, before its first reserve; nullptr stops
    /// the events and nothing else.
    using Listener = std::function<void(const Event&)>;
    virtual void notify(OwnerId owner, Executor& executor, Listener listener) = 0;
    void notify(Executor& executor, Listener listener) { notify(0, executor, std::move(listener)); }

    /// The owner is gone: every context that it reserved is released, without events, and its listener is forgotten before
    /// this returns. A reserve of it that is still on its way fails with cancelled, until it begins anew. (IQ-10)
    virtual void release_all(OwnerId owner) = 0;
};

}  // namespace wims::iq
