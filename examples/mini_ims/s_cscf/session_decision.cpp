// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/session_decision.hpp"

#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"

namespace wims::mini_ims {

namespace {
SessionVerdict refusal(int status, std::string reason) {
    SessionVerdict verdict;
    verdict.status = status;
    verdict.reason = std::move(reason);
    return verdict;
}
}  // namespace

SessionVerdict SessionDecision::decide(const SessionFacts& facts, TimePoint now) const {
    const auto called = identity::canonical(facts.request_uri);
    if (facts.originating) {
        if (auto refused = originate(facts, now); refused.status != 0) return refused;
        // A WebRTC identity is found by the enhanced I-CSCF alone, even when its subscription is registered right here.
        if (called)
            if (const auto* i_cscf = i_cscf_of(*called)) {
                SessionVerdict onward;
                onward.route = {*i_cscf};
                return onward;
            }
    }
    if (!called) return refusal(called.error().status == 416 ? 416 : 404, "Not Found");
    return terminate(facts, *called, now);
}

SessionVerdict SessionDecision::originate(const SessionFacts& facts, TimePoint now) const {
    if (!trust_.holds(facts.source)) return refusal(403, "Not In The Trust Domain");
    if (facts.asserted.empty()) return refusal(403, "No P-Asserted-Identity");
    for (const auto& asserted : facts.asserted) {
        const auto user = identity::canonical(asserted);
        if (!user) continue;
        if (phones_.contains(*user)) return {};
        const Subscription* subscription = hss_.with_impu(*user);
        const bool distinct = subscription != nullptr;
        if (!distinct) subscription = hss_.with_member(*user);
        if (subscription == nullptr || registrations_.find(*subscription, now) == nullptr) continue;
        // [RFC 5002; TS 24.229 5.4.3.2] the profile of a wildcard is found by its key, never by a search
        if (!distinct && facts.profile_key != subscription->wildcard->text())
            return refusal(403, facts.profile_key.empty() ? "No P-Profile-Key" : "Wrong P-Profile-Key");
        return {};
    }
    return refusal(403, "Asserted Identity Not Registered");
}

SessionVerdict SessionDecision::terminate(const SessionFacts& facts, const std::string& called, TimePoint now) const {
    if (const auto phone = phones_.find(called); phone != phones_.end()) {
        SessionVerdict verdict;
        verdict.request_uri = phone->second;
        verdict.called_party = called;
        return verdict;
    }
    if (const auto* user = hss_.with_impu(called); user != nullptr && !user->wildcard)
        return to_contact(*user, called, now);
    if (const auto* block = hss_.with_member(called)) return to_member(facts, *block, called, now);
    if (const auto* i_cscf = i_cscf_of(called)) {
        SessionVerdict onward;
        onward.route = {*i_cscf};
        return onward;
    }
    return refusal(404, "Not Found");
}

SessionVerdict SessionDecision::to_member(const SessionFacts& facts, const Subscription& block,
                                          const std::string& called, TimePoint now) const {
    if (facts.profile_key.empty()) return refusal(403, "No P-Profile-Key");
    if (facts.profile_key != block.wildcard->text()) return refusal(403, "Wrong P-Profile-Key");
    return to_contact(block, called, now);
}

SessionVerdict SessionDecision::to_contact(const Subscription& subscription, const std::string& called,
                                           TimePoint now) const {
    const Binding* binding = registrations_.find(subscription, now);
    if (binding == nullptr) return refusal(480, "Not Registered");
    SessionVerdict verdict;
    verdict.request_uri = binding->contact;
    verdict.route = binding->path;
    verdict.called_party = called;  // [RFC 7315 4.2] TRM-02: the contact says nothing about who is called
    return verdict;
}

const std::string* SessionDecision::i_cscf_of(const std::string& called) const {
    const auto host = identity::host_of(called);
    for (const auto& [domain, i_cscf] : web_rtc_domains_)
        if (identity::in_domain(host, domain)) return &i_cscf;
    return nullptr;
}

}  // namespace wims::mini_ims
