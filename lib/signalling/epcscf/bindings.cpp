// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/bindings.hpp"

#include <algorithm>

#include "signalling/epcscf/session_table.hpp"

namespace wims::epcscf {

Bindings::Bindings(const Environment& environment, const Flows& flows)
    : environment_(environment), flows_(flows), reg_event_(environment) {}

void Bindings::end(const FlowPtr& flow, int status, std::string_view reason) {
    const std::string identity = flow->user()->identity;
    flow->unregistered();
    environment_.sessions.release(identity, *flow, status, reason);
}

void Bindings::logged_out(const std::string& identity, const ContactRequest& asked, const Flow& by, TimePoint when) {
    const bool all = asked.kind == ContactRequest::Kind::remove_all;
    std::vector<ReportedContact> gone;
    for (const auto& [id, flow] : flows_) {
        if (!flow->user() || flow->user()->identity != identity || flow->user()->since > when) continue;
        const auto contact = flow->user()->contact;
        // A Contact without an instance is told from its namesakes by its connection. (R3-04)
        const bool named = same_binding(contact, asked.contact) && (!contact.instance_id.empty() || flow.get() == &by);
        if (!all && !named) continue;
        gone.push_back({contact, false, "unregistered"});
        end(flow, 480, "the user has logged out");
    }
    reg_event_.ended(identity, gone);
}

bool Bindings::taken_over(const std::string& identity, const w6::Contact& contact, const Flow& flow) const {
    return !contact.instance_id.empty() && std::any_of(flows_.begin(), flows_.end(), [&](const auto& known) {
        const auto& other = *known.second;
        return other.user() && other.user()->identity == identity && other.opened() > flow.opened() &&
               same_binding(other.user()->contact, contact);
    });
}

void Bindings::expired(const RegisteredUser& was) { reg_event_.ended(was.identity, {{was.contact, false, "expired"}}); }

void Bindings::removed(const w6::Change& change) {
    std::vector<ReportedContact> gone;
    for (const auto& contact : change.removed) {
        gone.push_back({contact, false, "rejected"});
        environment_.count(Counter::contacts_removed);
        const auto id = environment_.flow_tokens.open(contact.flow.token, environment_.executor.wall_now());
        const auto known = id ? flows_.find(*id) : flows_.end();
        if (known == flows_.end()) continue;
        const FlowPtr flow = known->second;
        // Unless it has registered again since.
        if (flow->user() && flow->user()->identity == change.external_identity &&
            flow->user()->contact.key == contact.key)
            end(flow, 403, "the registration was removed");
    }
    environment_.log.with(change.trail)
        .info("contacts removed by the registrar",
              {{"identity", change.external_identity}, {"contacts", std::to_string(change.removed.size())}});
    reg_event_.ended(change.external_identity, gone);
}

}  // namespace wims::epcscf
