// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/leg.hpp"

#include "common/core/random.hpp"
#include "signalling/epcscf/contact.hpp"

namespace wims::epcscf {

Leg::Leg(const Environment& environment, Side side, FlowPtr flow)
    : environment_(environment), side_(side), id_(random_token(20)) {
    if (flow) move_to(std::move(flow));
}

void Leg::move_to(FlowPtr flow) {
    flow_ = std::move(flow);
    if (flow_->user()) user_ = flow_->user();
}

bool Leg::registered_over(const Flow& flow) const {
    const auto& now = flow.user();
    if (!user_ || !now || user_->identity != now->identity || !same_binding(user_->contact, now->contact)) return false;
    // A contact without an instance is told from its namesakes by its connection. (R3-04)
    return flow_.get() == &flow || !user_->contact.instance_id.empty() || !flow_->live();
}

std::string Leg::contact() const {
    if (side_ == Side::core) return "<sip:" + id_ + '@' + environment_.mw_host + '>';
    return "<sip:" + id_ + '@' + environment_.w2_host + ";transport=ws>";
}

sip::TransactionLayer& Leg::layer() const { return side_ == Side::core ? environment_.mw : flow_->transactions(); }

void Leg::note_allow(const sip::Message& message) {
    if (message.has("Allow")) peer_updates = message.lists("Allow", "UPDATE");
}

std::string_view uri_user(std::string_view uri) noexcept {
    const auto colon = uri.find(':');
    const auto at = uri.find('@');
    if (colon == std::string_view::npos || at == std::string_view::npos || at < colon) return {};
    return uri.substr(colon + 1, at - colon - 1);
}

}  // namespace wims::epcscf
