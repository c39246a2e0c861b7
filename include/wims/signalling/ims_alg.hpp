// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/api.hpp>
#include <wims/common/result.hpp>
#include <wims/iq/gateway.hpp>

/// IMS-ALG: what one call's SDP becomes on the other side, and what the gateway must do for it. Pure: text in, text and
/// plans out; it reserves nothing itself. [TS 24.371 5.5, requirements 2.4]
namespace wims::ims_alg {

enum class Side : std::uint8_t { access, core };  ///< towards the WIC; towards the IMS core

/// SRTP with keys by SDES on the core leg. [RFC 4568]
enum class CoreSrtp : std::uint8_t {
    never,     ///< RTP/SAVP of the core is refused
    answered,  ///< it is answered; what the WIC offers goes to the core as RTP/AVP
    offered,   ///< RTP/SAVP is offered too: the core peer must be able to
};

struct Policy {
    bool bundle = true;           ///< on W3 (K5)
    std::string core_user = "-";  ///< o= username on the core leg
    CoreSrtp core_srtp = CoreSrtp::answered;
    bool core_avpf = true;  ///< video is offered to the core as RTP/AVPF, with feedback; else as RTP/AVP, without
    /// What the gateway codes into one another, the best first (media::CodecFactory::codecs()); empty: nothing. The core is
    /// offered these behind what passes unchanged, the WIC only when nothing passes. (AUD-03, AUD-04)
    std::vector<iq::Codec> transcodes = {};
};

/// What Iq is asked: reserve when the call has no context yet, else configure.
struct MediaPlan {
    std::vector<iq::StreamSpec> streams;
    std::optional<iq::AccessRemote> access_remote;  ///< only when it is new or changed
    std::size_t refused = 0;                        ///< m-lines of this description that are not used (E29)
};

/// What a 488 says in its Warning header. [RFC 3261 20.43]
struct Warning {
    int code = 399;    ///< 304, 305 or 399 (E28)
    std::string text;  ///< printable ASCII without quotes and backslashes, never the peer's words
};
WIMS_API Warning warning_of(const Error& refused);

/// The offer/answer state of one call, both legs. [RFC 3264]
///
///     plan = offer(Side::access, sdp); … Iq reserve … reserved(r); send forwarded_offer() on Mw;
///     plan = answer(Side::core, sdp);  … Iq configure …;           send forwarded_answer() on W2.
///
/// An error leaves the state as it was. Its status is 400 for a syntax error (E27), 488 when no medium is usable (E28,
/// see warning_of()), 491 or 500 for an offer while one is pending; one unusable m-line is port 0, the others go on (E29).
///
/// Numbers, mids, the order and the count of m-lines stay for the call's life. When a later offer of the WIC restarts
/// ICE, its new credentials go to the gateway with the answer, and the gateway's new ones come back by configured() and
/// go into the forwarded answer; fingerprint and tls-id stay. (ALG-12)
class Negotiation {
public:
    WIMS_API explicit Negotiation(Policy policy);
    WIMS_API ~Negotiation();
    WIMS_API Negotiation(Negotiation&&) noexcept;

    /// An offer from `from`: the first, or a later one of the same call.
    WIMS_API Result<MediaPlan> offer(Side from, std::string_view sdp);
    /// The gateway's addresses, after the first offer.
    WIMS_API void reserved(const iq::Reserved& reserved);
    /// What the gateway said to a configure: before the description that follows from it is forwarded.
    WIMS_API void configured(const iq::Configured& configured);
    /// The pending offer as the other side gets it.
    WIMS_API std::string forwarded_offer();

    /// The answer to the pending offer, from the side that did not make it. The same answer again (18x, then 200) gives
    /// the same plan.
    WIMS_API Result<MediaPlan> answer(Side from, std::string_view sdp);
    WIMS_API std::string forwarded_answer();

    /// The pending offer was refused or the call forked elsewhere: back to what was agreed before. Nothing happens when
    /// no offer is without an answer.
    WIMS_API void abandon_offer();

    WIMS_API bool reserved() const noexcept;
    WIMS_API bool agreed() const noexcept;  ///< an answer was taken

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace wims::ims_alg
