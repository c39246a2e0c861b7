// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "signalling/epcscf/blocks.hpp"
#include "signalling/epcscf/flow.hpp"
#include "signalling/epcscf/session_id.hpp"
#include "signalling/sip/message.hpp"

namespace wims::epcscf {

/// One way to the callee.
struct Target {
    FlowPtr flow;           ///< of a WIC that is called; none towards the core
    sip::Message outgoing;  ///< INVITE: R-URI, Route, From, To, Call-ID, CSeq and what only we can say
};

/// What a call needs to go on to its other side.
struct Prepared {
    std::string external;         ///< the WIC's user, as W2 knows it
    std::string impu;             ///< the same, as the core knows it
    std::vector<Target> targets;  ///< never empty
};

/// The chain of steps from an initial INVITE to its other side: one for each direction. Destroying it stops it.
class Setup {
public:
    /// The call, or the final response that refuses it.
    using Outcome = std::variant<Prepared, sip::Message>;
    using Done = std::function<void(Outcome)>;

    virtual ~Setup() = default;
    /// `done` may run inside the call, and may destroy this.
    virtual void start(Done done) = 0;

protected:
    /// The last thing that a chain does: it may be gone afterwards.
    static void conclude(Done& done, Outcome outcome) {
        const Done run = std::exchange(done, nullptr);
        if (run) run(std::move(outcome));
    }
};

/// Checks that hold for every initial request, whichever side it comes from: Max-Forwards, Require. Nothing, or the
/// refusal. [RFC 3261 8.2.2, 16.3]
std::optional<sip::Message> refuse_initial(const sip::Message& request);

/// 403 when nobody is registered on this flow, or somebody else than the request is From. (ORG-07, E23)
std::optional<sip::Message> refuse_stranger(const Flow& flow, const sip::Message& request);

/// True when a Via says that the request has been here: a client sent back what we sent it. (E09) [RFC 3261 16.3]
bool looped(const sip::Message& request, std::string_view our_sent_by);

/// The Max-Forwards that goes on.
std::string next_max_forwards(const sip::Message& request);

/// What is said for a W6 failure, with the status of E21.
int status_of_registrar(const Error& error) noexcept;

}  // namespace wims::epcscf
