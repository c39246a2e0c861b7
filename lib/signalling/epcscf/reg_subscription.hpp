// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "signalling/epcscf/leg.hpp"
#include "signalling/epcscf/reginfo.hpp"

namespace wims::epcscf {

/// One subscription of a WIC to its own registration state: a dialog on W2 of which we are the notifier. [RFC 6665 4.2,
/// RFC 3680, R3-14] At most one NOTIFY is under way; what changes meanwhile goes into the next one, so a client that does
/// not answer costs one transaction.
class RegSubscription : public std::enable_shared_from_this<RegSubscription> {
public:
    /// The subscription is over and may be dropped; posted, never called inside a member.
    using Over = std::function<void()>;

    /// The flow has a user.
    RegSubscription(const Environment& environment, FlowPtr flow, const sip::Message& subscribe);
    void on_over(Over over) { over_ = std::move(over); }

    const std::string& id() const noexcept { return leg_.id(); }
    const FlowPtr& flow() const noexcept { return leg_.flow(); }
    const std::string& identity() const noexcept { return identity_; }

    /// The first SUBSCRIBE, and each later one within the dialog: 200 and a NOTIFY with the full state. [RFC 6665 4.2.1]
    /// 481 when it is not of this dialog, 500 when out of order, 423 for too short a time.
    void serve(sip::ServerTransactionPtr subscribe, bool first);

    /// The state has changed: `gone` are contacts that ended and why.
    void notify(std::vector<ReportedContact> gone = {});
    /// As notify, and the last one: the user has no registration any more.
    void terminate(std::vector<ReportedContact> gone, std::string_view reason);

private:
    void fetch();
    void send(std::vector<ReportedContact> contacts);
    void answered(const sip::Message& response);
    void end();

    const Environment& environment_;
    Leg leg_;
    const std::string identity_;
    Over over_;
    TimePoint until_{};
    std::uint32_t version_ = 0;
    bool notifying_ = false;  // fetching, or the NOTIFY's answer is awaited
    bool again_ = false;
    std::string terminated_;  // the reason; empty while the subscription lives
    std::vector<ReportedContact> gone_;
    Operation fetching_;
    sip::ClientTransactionPtr client_;
    Timer expiry_;
};

}  // namespace wims::epcscf
