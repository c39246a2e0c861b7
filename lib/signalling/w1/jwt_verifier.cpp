// SPDX-License-Identifier: Apache-2.0
#include "signalling/w1/jwt_verifier.hpp"

#include <algorithm>
#include <chrono>

#include <wims/signalling/counters.hpp>

#include "common/core/ascii.hpp"
#include "common/jose/compact_jws.hpp"
#include "common/jose/json_object.hpp"

namespace wims::w1 {
namespace {

using signalling::Counter;

/// The algorithm, if the header asks for nothing that we would have to understand and do not. [RFC 7515 4.1.11]
Result<jose::Algorithm> check_header(const nlohmann::json& header) {
    if (header.contains("crit")) return invalid_token("the header has a critical extension");
    const auto type = lower(jose::string_member(header, "typ"));
    if (type != "at+jwt" && type != "application/at+jwt") return invalid_token("typ is not at+jwt");
    const auto algorithm = jose::algorithm_named(jose::string_member(header, "alg"));
    if (!algorithm) return invalid_token("alg is not ES256, RS256 or PS256");
    if (header.contains("kid") && !header["kid"].is_string()) return invalid_token("kid is malformed");
    return *algorithm;
}

Result<void> check_issuer(const TrustedIssuer& issuer) {
    const auto usage = [&](std::string text) { return Error{ErrorKind::usage, "issuer " + issuer.issuer + ": " + text}; };
    if (issuer.issuer.empty()) return usage("no name");
    if (issuer.origins.empty()) return usage("no origins");
    if (issuer.domains.empty()) return usage("no domains");
    for (const auto& origin : issuer.origins)
        if (!origin.starts_with("https://") || origin.find('/', 8) != std::string::npos || origin.size() == 8)
            return usage("an origin is not of the form https://host[:port]");
    return {};
}

}  // namespace

JwtVerifier::JwtVerifier(const Config& config, LogSink& log, Metrics& metrics)
    : metrics_(metrics), log_(log, "p-cscf"), config_(config), verified_(config.remembered) {
    if (!config_.wall_clock)
        config_.wall_clock = [] { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); };
}

Result<std::unique_ptr<JwtVerifier>> JwtVerifier::create(const Config& config, LogSink& log, Metrics& metrics) {
    if (config.audience.empty()) return Error{ErrorKind::usage, "token verifier: no audience"};
    std::unique_ptr<JwtVerifier> verifier(new JwtVerifier(config, log, metrics));
    for (const auto& issuer : config.issuers) {
        if (const auto good = check_issuer(issuer); !good) return good.error();
        auto keys = jose::KeySet::parse(issuer.jwks);
        if (!keys) return Error{ErrorKind::usage, "issuer " + issuer.issuer + ": " + keys.error().text};
        if (!verifier->issuers_.emplace(issuer.issuer, Issuer{issuer, std::move(*keys)}).second)
            return Error{ErrorKind::usage, "issuer " + issuer.issuer + ": given twice"};
    }
    return verifier;
}

Result<Claims> JwtVerifier::check_signature(std::string_view token) const {
    const auto jws = jose::CompactJws::parse(token);
    if (!jws) return invalid_token("not a compact JWS of at most 8 KiB");
    const auto algorithm = check_header(jws->header);
    if (!algorithm) return algorithm.error();
    // The claim only chooses whose keys are tried: nothing is believed before one of them has checked the signature.
    const auto issuer = issuers_.find(jose::string_member(jws->payload, "iss"));
    if (issuer == issuers_.end()) return invalid_token("iss is not an authorised issuer");
    const auto keys = issuer->second.keys.candidates(jose::string_member(jws->header, "kid"), *algorithm);
    if (keys.empty()) return invalid_token("no key of the issuer has this kid and may be used with this alg");
    const bool good = std::any_of(keys.begin(), keys.end(), [&](const auto* key) {
        return key->verify(*algorithm, jws->signed_octets, jws->signature);
    });
    if (!good) return invalid_token("the signature does not verify");
    return read_claims(jws->payload, issuer->second.trusted, config_);
}

Result<Claims> JwtVerifier::claims_of(std::string_view token) {
    if (const auto* known = verified_.find(token)) {
        count(metrics_, Counter::w1_tokens_remembered);
        return *known;
    }
    auto claims = check_signature(token);
    if (!claims) return claims;
    count(metrics_, Counter::w1_tokens_verified);
    verified_.remember(token, *claims);
    return claims;
}

Result<Token> JwtVerifier::check(const VerifyRequest& request) {
    const auto now = config_.wall_clock();
    verified_.drop_expired(now - config_.clock_skew);
    const auto refuse = [&](const Error& error) {
        count(metrics_, error.status == 403 ? Counter::w1_issuers_refused : Counter::w1_tokens_refused);
        log_.with(request.trail).info("token refused", {{"rule", error.text}});
        return error;
    };
    auto claims = claims_of(request.token.reveal());
    if (!claims) return refuse(claims.error());
    const auto use = check_use(*claims, now, request.origin, config_.clock_skew);
    if (!use) return refuse(use.error());
    return std::move(claims->token);
}

void JwtVerifier::verify(const VerifyRequest& request, Deadline, Completion<Token> done) { done(check(request)); }

}  // namespace wims::w1

namespace wims::signalling {

Result<std::unique_ptr<w1::TokenVerifier>> make_token_verifier(const TokenVerifierConfig& config, LogSink& log,
                                                               Metrics& metrics) {
    auto verifier = w1::JwtVerifier::create(config, log, metrics);
    if (!verifier) return verifier.error();
    return std::unique_ptr<w1::TokenVerifier>(std::move(*verifier));
}

}  // namespace wims::signalling
