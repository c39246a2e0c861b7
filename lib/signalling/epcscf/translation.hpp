// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "signalling/epcscf/identity_mask.hpp"
#include "signalling/epcscf/leg.hpp"
#include "signalling/epcscf/session_id.hpp"

namespace wims::epcscf {

/// What one message of a call becomes on the other leg: the headers that cross, and those that only we can say.
class Translation {
public:
    Translation(const Blocks& blocks, SessionId session_id, std::string impu, std::string external);

    /// Completes `out`, made for leg `to`, with what crosses from `in` and our own Contact, Allow, Session-ID,
    /// P-Access-Network-Info and, in responses of the WIC, P-Asserted-Identity (TRM-08). The body is not touched.
    void complete(const sip::Message& in, sip::Message& out, const Leg& to);

    /// For a message of ours that answers nothing from the other leg, such as a BYE for lost media.
    void complete(sip::Message& out, const Leg& to);

private:
    void speak_to_core(sip::Message& out) const;

    SessionId session_id_;
    std::string impu_;
    IdentityMask mask_;
};

/// The methods that we take on a leg.
inline constexpr std::string_view allowed_methods = "INVITE, ACK, CANCEL, BYE, UPDATE, INFO, MESSAGE, OPTIONS";

}  // namespace wims::epcscf
