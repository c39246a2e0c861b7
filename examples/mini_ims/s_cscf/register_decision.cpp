// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/register_decision.hpp"

#include <algorithm>

#include "common/identity/public_identity.hpp"

namespace wims::mini_ims {

namespace {
RegisterVerdict refusal(int status, std::string reason) { return {status, std::move(reason), nullptr, {}, {}}; }

/// Whether the REGISTER speaks for the subscription's private identity. As cores in the field do: an I-CSCF asks with the
/// username, an S-CSCF takes the To instead when the username is none of this realm.
bool owns(const Subscription& subscription, const std::optional<RegisterFacts::Authorization>& given,
          const std::string& impu) {
    const DigestCredentials none;
    const auto& digest = given ? given->digest : none;
    const bool whole = digest.username.find('@') != std::string::npos;
    if (whole && digest.username != subscription.impi) return false;
    if (whole && (digest.realm.empty() || digest.realm == identity::host_of(impu))) return true;
    return impu.substr(impu.find(':') + 1) == subscription.impi;
}
}  // namespace

RegisterVerdict RegisterDecision::decide(const RegisterFacts& facts) {
    if (auto refused = refuse_form(facts)) return *refused;
    return identify(facts);
}

std::optional<RegisterVerdict> RegisterDecision::refuse_form(const RegisterFacts& facts) const {
    if (!facts.visited_network) return refusal(400, "No P-Visited-Network-ID");
    if (!hss_.may_roam_in(*facts.visited_network)) return refusal(403, "Roaming Not Allowed");
    if (facts.path == RegisterFacts::Path::absent) return refusal(400, "No Path");
    if (!facts.supports_path) return refusal(420, "Bad Extension");
    if (facts.path == RegisterFacts::Path::unusable) return refusal(500, "Path Needs Angle Brackets And lr");
    return std::nullopt;
}

std::optional<RegisterVerdict> RegisterDecision::authenticate(const RegisterFacts& facts,
                                                              const Subscription& subscription) {
    if (subscription.password.empty()) return refusal(403, "Only Trusted Node Authentication");
    const auto outcome = facts.authorization ? digest_.check(facts.authorization->digest, subscription.password)
                                             : Digest::Outcome::stale;
    if (outcome == Digest::Outcome::good) return std::nullopt;
    if (outcome == Digest::Outcome::wrong) return refusal(403, "Authentication Failed");
    auto challenged = refusal(401, "Unauthorized");
    challenged.challenge = digest_.challenge(subscription.impi.substr(subscription.impi.find('@') + 1));
    return challenged;
}

RegisterVerdict RegisterDecision::identify(const RegisterFacts& facts) {
    if (!trust_.is_ep_cscf(facts.source_ip)) return refusal(403, "From No P-CSCF");
    const auto impu = identity::canonical(facts.to);
    if (!impu) return refusal(400, "Bad To");
    const Subscription* subscription = hss_.with_impu(*impu);
    if (subscription == nullptr) return refusal(403, "Public Identity Unknown");
    if (!owns(*subscription, facts.authorization, *impu))
        return refusal(403, "Private Identity Does Not Own The Public One");
    const bool vouched_for = facts.authorization && facts.authorization->integrity_protected == "auth-done";
    if (!vouched_for)
        if (auto refused = authenticate(facts, *subscription)) return *refused;

    const auto granted = facts.expires.count() == 0 || !facts.has_contact
                             ? std::chrono::seconds(0)
                             : std::clamp(facts.expires, shortest, std::max(shortest, longest_));
    return {200, "OK", subscription, granted, {}};
}

}  // namespace wims::mini_ims
