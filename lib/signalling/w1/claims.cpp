// SPDX-License-Identifier: Apache-2.0
#include "signalling/w1/claims.hpp"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "common/identity/public_identity.hpp"
#include "common/jose/json_object.hpp"

namespace wims::w1 {
namespace {

using jose::string_member;

/// A NumericDate that a WallTime can hold. [RFC 7519 2]
std::optional<WallTime> date(const nlohmann::json& payload, const char* name) {
    const auto it = payload.find(name);
    if (it == payload.end() || !it->is_number()) return std::nullopt;
    const double seconds = it->get<double>();
    if (!(seconds >= 0 && seconds < 9e9)) return std::nullopt;
    return WallTime(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
}

bool names_audience(const nlohmann::json& payload, const std::string& audience) {
    const auto it = payload.find("aud");
    if (it == payload.end()) return false;
    if (it->is_string()) return it->get_ref<const std::string&>() == audience;
    return it->is_array() && std::any_of(it->begin(), it->end(), [&](const auto& one) {
               return one.is_string() && one.template get_ref<const std::string&>() == audience;
           });
}

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        if (end > at) out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

template <class Container>
bool contains(const Container& container, const std::string& value) {
    return std::find(container.begin(), container.end(), value) != container.end();
}

Result<Claims> read_dates(const nlohmann::json& payload, Duration longest_life) {
    const auto expires = date(payload, "exp"), issued = date(payload, "iat");
    if (!expires) return invalid_token("exp is missing or malformed");
    if (!issued) return invalid_token("iat is missing or malformed");
    const auto not_before = payload.contains("nbf") ? date(payload, "nbf") : issued;
    if (!not_before) return invalid_token("nbf is malformed");
    if (*expires <= *issued) return invalid_token("exp is not after iat");
    if (*expires - *issued > longest_life) return invalid_token("it lives longer than is accepted");
    Claims claims;
    claims.token.expires = *expires;
    claims.issued = *issued;
    claims.not_before = *not_before;
    return claims;
}

}  // namespace

Error invalid_token(std::string text) { return {ErrorKind::auth, "invalid_token: " + std::move(text), 401}; }
Error not_allowed(std::string text) { return {ErrorKind::auth, std::move(text), 403}; }

Result<Claims> read_claims(const nlohmann::json& payload, const Issuer& issuer,
                           const signalling::TokenVerifierConfig& rules) {
    auto claims = read_dates(payload, rules.longest_life);
    if (!claims) return claims.error();
    if (!names_audience(payload, rules.audience)) return invalid_token("aud does not name this provider's realm");
    const auto subject = identity::PublicIdentity::parse(string_member(payload, "sub"));
    if (!subject) return invalid_token("sub is no SIP identity");

    Token& token = claims->token;
    token.issuer = issuer.name();
    token.audience = rules.audience;
    token.subject = subject->text();
    token.origin = string_member(payload, "origin");
    token.scopes = words(string_member(payload, "scope"));
    token.impi = string_member(payload, "impi");
    token.token_id = string_member(payload, "jti");
    if (token.token_id.empty()) return invalid_token("jti is missing");
    if (token.origin.empty()) return invalid_token("origin is missing");
    if (!contains(token.scopes, rules.required_scope))
        return Error{ErrorKind::auth, "invalid_scope: the token lacks " + rules.required_scope, 401};
    if (const auto allowed = issuer.may_say(token.subject, token.origin); !allowed) return allowed.error();
    return claims;
}

Result<void> check_use(const Claims& claims, WallTime now, std::string_view flow_origin, Duration skew) {
    if (now >= claims.token.expires + skew) return invalid_token("expired");
    if (now + skew < claims.not_before) return invalid_token("not valid yet");
    if (now + skew < claims.issued) return invalid_token("issued in the future");
    if (claims.token.origin != flow_origin) return invalid_token("made for a page of another origin than the flow's");
    return {};
}

}  // namespace wims::w1
