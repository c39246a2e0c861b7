// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "signalling/epcscf/leg.hpp"
#include "signalling/epcscf/setup.hpp"
#include "signalling/epcscf/translation.hpp"

namespace wims::epcscf {

/// What a WIC subscribes to in IMS, or asks IMS to do by REFER: a dialog on each leg, which SUBSCRIBE refreshes and NOTIFY
/// fills and ends. Identity, trust boundary and route are those of a call, its Setup. It ends with the subscription, and
/// at the next NOTIFY when the WIC's flow or registration has gone. (ORG-09) [RFC 6665 4.1, RFC 3515 2.4, S2 5.2.2.5.3]
class CoreSubscription : public std::enable_shared_from_this<CoreSubscription> {
public:
    struct Parts {
        const Environment& environment;
        const Blocks& blocks;
        SessionId session_id;
        sip::ServerTransactionPtr request;
        FlowPtr flow;
        std::unique_ptr<Setup> setup;
        Flow::Place place;  ///< among what the flow may have begun at once
    };
    /// Both legs' ids, before the first request leaves.
    using Known = std::function<void(const std::string& near, const std::string& far)>;
    using Over = std::function<void()>;

    /// A request outside a dialog that makes such dialogs. The reg event is answered here, by RegEvent.
    static bool is_begun_by(const sip::Message& request);

    explicit CoreSubscription(Parts parts);
    /// `over` runs once, posted or inside; it may drop this.
    void start(Known known, Over over);
    /// A request within the dialog of this leg.
    void on_request(std::string_view leg, const sip::ServerTransactionPtr& transaction, const FlowPtr& flow);

private:
    void prepared(Prepared prepared, const Known& known);
    void on_response(const sip::Message& response, bool local);
    std::optional<sip::Message> refusal(Leg& from, const sip::Message& request, const FlowPtr& flow);
    void relay(Leg& from, Leg& to, const sip::ServerTransactionPtr& transaction);
    void relayed(Leg& from, Leg& to, const sip::Message& request, const sip::Message& response, bool local);
    /// How long it lasts by what was just said: Expires of a SUBSCRIBE's 2xx, Subscription-State of a NOTIFY.
    void lasts(std::string_view seconds);
    void end();

    Parts parts_;
    Over over_;
    std::optional<Translation> translation_;
    std::optional<Leg> near_, far_;
    sip::ClientTransactionPtr first_;
    std::map<std::uint64_t, sip::ClientTransactionPtr> relayed_;
    std::uint64_t last_ = 0;
    Timer expiry_;
};

}  // namespace wims::epcscf
