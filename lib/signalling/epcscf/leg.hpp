// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <wims/signalling/ims_alg.hpp>
#include "signalling/epcscf/dialog.hpp"
#include "signalling/epcscf/flow.hpp"

namespace wims::epcscf {

using ims_alg::Side;

/// One leg of a session: a dialog of its own on W2 (Side::access) or on Mw (Side::core), found again by the leg id in
/// the user part of its Contact, never by Call-ID alone.
class Leg {
public:
    Leg(const Environment& environment, Side side, FlowPtr flow);

    Side side() const noexcept { return side_; }
    const std::string& id() const noexcept { return id_; }
    /// Our Contact on this leg.
    std::string contact() const;
    /// Where requests of this leg go.
    sip::TransactionLayer& layer() const;
    /// W2 only: the WIC came back on another flow.
    void move_to(FlowPtr flow);
    const FlowPtr& flow() const noexcept { return flow_; }
    /// W2 only: the leg's contact is registered over this flow now. (RER-05)
    bool registered_over(const Flow& flow) const;

    Dialog dialog;
    bool peer_updates = true;  ///< the peer takes UPDATE, or did not say
    void note_allow(const sip::Message& message);

private:
    const Environment& environment_;
    Side side_;
    std::string id_;
    FlowPtr flow_;
    std::optional<RegisteredUser> user_;  // of the flow when the leg came to it: it outlives the registration
};

/// What stands in front of "@" in a Request-URI of ours: a leg id, "term", a block's user.
std::string_view uri_user(std::string_view uri) noexcept;

}  // namespace wims::epcscf
