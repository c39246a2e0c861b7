// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "signalling/epcscf/leg.hpp"

namespace wims::epcscf {

/// The side of a session that the INVITE came from: its leg, its responses, and the rule that no BYE goes before the ACK
/// of our 2xx. The caller sees one dialog, whoever rings behind. [RFC 3261 13.3.1.4, 15]
class Caller {
public:
    Caller(const Environment& environment, Side side, FlowPtr flow, sip::ServerTransactionPtr invite);

    const sip::Message& invite() const { return invite_->request(); }
    Leg& leg() noexcept { return leg_; }
    const Leg& leg() const noexcept { return leg_; }
    bool wants_offer() const { return invite().body().empty(); }  ///< the 2xx brings it, the ACK the answer (ALG-11)
    bool answered() const { return invite_->answered(); }

    /// Runs `handler` when the caller cancels or cannot be reached any more before it is answered.
    void on_cancel(sip::ServerTransaction::CancelHandler handler) { invite_->on_cancel(std::move(handler)); }

    /// A response with our To tag.
    sip::Message response(int status, std::string reason = {}) const;
    void respond(sip::Message response) { invite_->respond(std::move(response)); }
    /// The 2xx. `lost` runs when its ACK does not come in 64*T1, or when a BYE that waited for it has gone.
    void accept(sip::Message ok, Task lost);
    /// The ACK of the INVITE came.
    void acknowledged();
    bool awaits_ack() const noexcept { return awaits_ack_; }

    /// BYE: now, or as soon as the ACK is in or late.
    void hang_up(sip::Message bye);
    /// A BYE of the caller's own came: ours need not go.
    void hung_up() { bye_.reset(); }
    bool bye_waits() const noexcept { return bye_.has_value(); }

private:
    void send_bye();

    Leg leg_;
    std::string local_tag_;
    sip::ServerTransactionPtr invite_;
    bool awaits_ack_ = false;
    std::optional<sip::Message> bye_;
    Timer ack_wait_;
};

}  // namespace wims::epcscf
