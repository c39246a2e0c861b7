// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "signalling/epcscf/best_response.hpp"
#include "signalling/epcscf/leg.hpp"
#include "signalling/epcscf/setup.hpp"
#include "signalling/epcscf/translation.hpp"

namespace wims::epcscf {

/// One request outside a dialog that makes none, passed on from a WIC to the core or back: MESSAGE, PUBLISH, OPTIONS.
/// Identity, trust boundary and route are those of a call, its Setup; no dialog and no media is kept. (ORG-09) A WIC's user gets it at each contact; the
/// first 2xx is the answer, else the best of the rest. [RFC 3261 16.7]
/// [TS 24.229 5.2.6.3.7, S2 5.2.2.5.3] Bodies pass as they are, but for SDP, which would need the IMS-ALG: 415 in a request,
/// left out in a response.
class StandaloneRequest : public std::enable_shared_from_this<StandaloneRequest> {
public:
    struct Parts {
        const Environment& environment;
        const Blocks& blocks;
        Side from;
        SessionId session_id;
        sip::ServerTransactionPtr request;
        FlowPtr flow;  ///< of the WIC that asks; null from the core
        std::unique_ptr<Setup> setup;
        Flow::Place place;  ///< among what the flow may have begun at once
    };
    using Over = std::function<void()>;

    static bool is_one(std::string_view method) noexcept;

    explicit StandaloneRequest(Parts parts);
    /// `over` runs once, after the answer; it may drop this.
    void start(Over over);

private:
    void prepared(Prepared prepared);
    void send(Target target);
    void on_response(const Leg& from, const sip::Message& response, bool local);
    void finish(sip::Message response);
    const sip::Message& request() const { return parts_.request->request(); }

    Parts parts_;
    Over over_;
    std::optional<Translation> translation_;
    std::optional<Leg> asker_;
    std::vector<std::unique_ptr<Leg>> legs_;
    std::vector<sip::ClientTransactionPtr> clients_;
    std::size_t awaited_ = 0;
    BestResponse best_;
};

}  // namespace wims::epcscf
