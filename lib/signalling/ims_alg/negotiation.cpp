// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/ims_alg.hpp>

#include "signalling/ims_alg/call.hpp"
#include "signalling/ims_alg/description.hpp"
#include "signalling/ims_alg/rules/origin.hpp"

namespace wims::ims_alg {

Warning warning_of(const Error& refused) {
    for (const int code : {304, 305})
        if (refused.text.starts_with(std::to_string(code) + " ")) return {code, refused.text.substr(4)};
    return {399, refused.text.starts_with("399 ") ? refused.text.substr(4) : refused.text};
}

struct Negotiation::State {
    explicit State(Policy p) : policy(std::move(p)), access_origin("-"), core_origin(policy.core_user) {}

    std::string write(Side side, bool offer, const std::vector<Stream>& streams) {
        const auto description = write_description({streams, side, offer, policy, *gateway});
        if (side == Side::access) return access_origin.stamp(description, gateway->access_address.ip);
        return core_origin.stamp(description, gateway->core.empty() ? "0.0.0.0" : gateway->core.front().rtp.ip);
    }

    std::vector<iq::StreamId> served() const {
        std::vector<iq::StreamId> ids;
        if (gateway)
            for (const auto& local : gateway->core) ids.push_back(local.id);
        return ids;
    }

    const Policy policy;
    Call call;
    Call before;  ///< what an abandoned offer goes back to
    std::optional<iq::Reserved> gateway;
    Origin access_origin;
    Origin core_origin;
};

Negotiation::Negotiation(Policy policy) : state_(std::make_unique<State>(std::move(policy))) {}
Negotiation::~Negotiation() = default;
Negotiation::Negotiation(Negotiation&&) noexcept = default;

Result<MediaPlan> Negotiation::offer(Side from, std::string_view sdp) {
    auto& s = *state_;
    if (const auto& pending = s.call.exchange; pending && !pending->answered) {
        const bool glare = pending->from != from;
        return Error{ErrorKind::protocol, "an offer is pending", glare ? 491 : 500};
    }
    auto streams = read_description(sdp, from, true, s.policy);
    if (!streams) return streams.error();
    Call next = s.call;
    auto plan = next.take_offer(from, std::move(*streams), s.served(), s.policy);
    if (!plan) return plan;
    s.before = std::move(s.call);
    s.call = std::move(next);
    return plan;
}

void Negotiation::reserved(const iq::Reserved& reserved) {
    state_->gateway = reserved;
    if (!reserved.access.tls_id.empty()) state_->call.own_tls_id = reserved.access.tls_id;
}

void Negotiation::configured(const iq::Configured& configured) {
    if (configured.access && state_->gateway) state_->gateway->access.ice = configured.access->ice;
}

std::string Negotiation::forwarded_offer() {
    auto& s = *state_;
    if (!s.gateway || !s.call.exchange) return {};
    return s.write(other(s.call.exchange->from), true, s.call.exchange->forwarded);
}

Result<MediaPlan> Negotiation::answer(Side from, std::string_view sdp) {
    auto& s = *state_;
    if (!s.call.exchange || s.call.exchange->from == from)
        return Error{ErrorKind::protocol, "an answer without an offer", 400};
    auto streams = read_description(sdp, from, false, s.policy);
    if (!streams) return streams.error();
    Call next = s.call;
    auto plan = next.take_answer(std::move(*streams), s.before, s.policy);
    if (!plan) return plan;
    s.call = std::move(next);
    return plan;
}

std::string Negotiation::forwarded_answer() {
    auto& s = *state_;
    if (!s.gateway || !s.call.exchange || !s.call.exchange->answered) return {};
    return s.write(s.call.exchange->from, false, s.call.exchange->reply);
}

void Negotiation::abandon_offer() {
    auto& s = *state_;
    if (!s.call.exchange || s.call.exchange->answered) return;
    auto own_tls_id = s.call.own_tls_id;
    s.call = s.before;
    s.call.own_tls_id = std::move(own_tls_id);
}

bool Negotiation::reserved() const noexcept { return state_->gateway.has_value(); }

bool Negotiation::agreed() const noexcept { return !state_->call.agreed.empty(); }

}  // namespace wims::ims_alg
