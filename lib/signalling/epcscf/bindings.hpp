// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "signalling/epcscf/contact.hpp"
#include "signalling/epcscf/flow.hpp"
#include "signalling/epcscf/reg_event.hpp"

namespace wims::epcscf {

/// What happens on this instance when a user's bindings change: the flow of one that ended has no user any more, its calls
/// end with BYE on both legs (DER-05, NID-05), and who watches the registration is told (R3-14).
class Bindings {
public:
    using Flows = std::map<iwf::FlowId, FlowPtr>;
    Bindings(const Environment& environment, const Flows& flows);

    /// Stored or refreshed.
    void changed(const std::string& identity) { reg_event_.changed(identity); }
    /// The user logged out what was `asked` over `flow`: one of its contacts, or all. Bindings made since `when` are
    /// newer than that. (DER-01, DER-02)
    void logged_out(const std::string& identity, const ContactRequest& asked, const Flow& flow, TimePoint when);
    /// A younger flow than `flow` has registered the contact: who speaks over this one is an earlier self. (R3-04)
    bool taken_over(const std::string& identity, const w6::Contact& contact, const Flow& flow) const;
    /// A binding ran out on its flow. (EXP-01) Its calls go on: there was no word against them.
    void expired(const RegisteredUser& was);
    /// The registrar removed contacts by itself. (W6-06)
    void removed(const w6::Change& change);

    RegEvent& reg_event() noexcept { return reg_event_; }

private:
    void end(const FlowPtr& flow, int status, std::string_view reason);

    const Environment& environment_;
    const Flows& flows_;
    RegEvent reg_event_;
};

}  // namespace wims::epcscf
