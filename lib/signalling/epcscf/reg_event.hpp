// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "signalling/epcscf/blocks.hpp"
#include "signalling/epcscf/reg_subscription.hpp"
#include "signalling/epcscf/token_check.hpp"

namespace wims::epcscf {

/// The reg event package for WICs. The core knows the block only, so we are the notifier. [R3-14, RFC 3680]
class RegEvent {
public:
    explicit RegEvent(const Environment& environment)
        : environment_(environment), alive_(std::make_shared<RegEvent*>(this)) {}

    /// Event: reg.
    static bool names_it(const sip::Message& request) noexcept;
    /// A SUBSCRIBE of a WIC, new or within a dialog: of a registered user, to its own registration. 403 otherwise, 489 for
    /// another package, 406 for a client that does not take reginfo, 481 for no such dialog, 503 for too many of one flow.
    void subscribe(const FlowPtr& flow, sip::ServerTransactionPtr request);

    /// The user's bindings were added to or refreshed.
    void changed(const std::string& identity);
    /// These contacts of the user ended. Subscriptions over `flow`s that have no user any more end too.
    void ended(const std::string& identity, const std::vector<ReportedContact>& gone);
    /// The flow is down: nothing can be said over it.
    void flow_down(const FlowPtr& flow);

    std::size_t size() const noexcept { return subscriptions_.size(); }

private:
    std::optional<sip::Message> refusal(const FlowPtr& flow, const sip::Message& request) const;
    void take(const FlowPtr& flow, const sip::ServerTransactionPtr& request);
    void within_dialog(const FlowPtr& flow, sip::ServerTransactionPtr request);
    std::vector<std::shared_ptr<RegSubscription>> of(const std::string& identity) const;

    const Environment& environment_;
    std::map<std::string, std::shared_ptr<RegSubscription>, std::less<>> subscriptions_;  // by leg id
    std::map<std::uint64_t, std::shared_ptr<TokenCheck>> checks_;  // of SUBSCRIBEs that wait for W1
    std::uint64_t last_check_ = 0;
    std::shared_ptr<RegEvent*> alive_;  // what posted tasks look at
};

}  // namespace wims::epcscf
