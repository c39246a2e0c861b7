// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/register_decision.hpp"

#include <algorithm>

#include "common/identity/public_identity.hpp"

namespace wims::mini_ims {

namespace {
RegisterVerdict refusal(int status, std::string reason) { return {status, std::move(reason), nullptr, {}}; }

/// The private identity, taken from the To when the username is none of this realm, as cores in the field do.
std::string private_identity(const RegisterFacts::Authorization& given, const std::string& impu) {
    const bool of_this_realm = given.realm.empty() || given.realm == identity::host_of(impu);
    if (of_this_realm && given.username.find('@') != std::string::npos) return given.username;
    return impu.substr(impu.find(':') + 1);
}
}  // namespace

RegisterVerdict RegisterDecision::decide(const RegisterFacts& facts) const {
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

RegisterVerdict RegisterDecision::identify(const RegisterFacts& facts) const {
    // There are no credentials here to challenge anybody with: who is not vouched for is refused.
    if (!facts.authorization || facts.authorization->integrity_protected != "auth-done")
        return refusal(403, "Only Trusted Node Authentication");
    if (!trust_.is_ep_cscf(facts.source_ip)) return refusal(403, "auth-done From No eP-CSCF");

    const auto impu = identity::canonical(facts.to);
    if (!impu) return refusal(400, "Bad To");
    const Block* block = hss_.with_pilot(*impu);
    if (block == nullptr) return refusal(403, "Public Identity Unknown");
    if (block->impi != private_identity(*facts.authorization, *impu))
        return refusal(403, "Private Identity Does Not Own The Public One");

    const auto granted = facts.expires.count() == 0 || !facts.has_contact
                             ? std::chrono::seconds(0)
                             : std::clamp(facts.expires, shortest, std::max(shortest, longest_));
    return {200, "OK", block, granted};
}

}  // namespace wims::mini_ims
