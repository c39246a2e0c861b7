// SPDX-License-Identifier: Apache-2.0
#include "signalling/w1/jwt_verifier.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <wims/signalling/counters.hpp>

#include "common/core/ascii.hpp"
#include "common/jose/compact_jws.hpp"
#include "common/jose/json_object.hpp"

namespace wims::w1 {
namespace {

using signalling::Counter;

constexpr auto fetches_apart = std::chrono::seconds(10);  // TOK-08
constexpr std::size_t most_waiting = 1000;

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

}  // namespace

JwtVerifier::JwtVerifier(const Config& config, LogSink& log, Metrics& metrics)
    : metrics_(metrics), log_(log, "p-cscf"), config_(config), verified_(config.remembered),
      lifeline_(std::make_shared<Lifeline>()) {
    lifeline_->verifier = this;
    if (!config_.wall_clock)
        config_.wall_clock = [] { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); };
}

JwtVerifier::~JwtVerifier() {
    const std::lock_guard lock(lifeline_->mutex);
    lifeline_->verifier = nullptr;
}

Result<std::unique_ptr<JwtVerifier>> JwtVerifier::create(const Config& config, LogSink& log, Metrics& metrics) {
    if (config.audience.empty()) return Error{ErrorKind::usage, "token verifier: no audience"};
    std::unique_ptr<JwtVerifier> verifier(new JwtVerifier(config, log, metrics));
    for (const auto& trusted : config.issuers) {
        auto issuer = Issuer::create(trusted);
        if (!issuer) return issuer.error();
        if (issuer->fetches() && config.keys == nullptr)
            return Error{ErrorKind::usage, "issuer " + trusted.issuer + ": jwks_uri, and nothing that could fetch it"};
        if (!verifier->issuers_.emplace(trusted.issuer, std::move(*issuer)).second)
            return Error{ErrorKind::usage, "issuer " + trusted.issuer + ": given twice"};
    }
    const std::lock_guard lock(verifier->lifeline_->mutex);
    verifier->refresh_old_sets();
    return verifier;
}

Result<Claims> JwtVerifier::check_signature(std::string_view token, Issuer*& keyless) {
    const auto jws = jose::CompactJws::parse(token);
    if (!jws) return invalid_token("not a compact JWS of at most 8 KiB");
    const auto algorithm = check_header(jws->header);
    if (!algorithm) return algorithm.error();
    // The claim only chooses whose keys are tried: nothing is believed before one of them has checked the signature.
    const auto issuer = issuers_.find(jose::string_member(jws->payload, "iss"));
    if (issuer == issuers_.end()) return invalid_token("iss is not an authorised issuer");
    const auto kid = jose::string_member(jws->header, "kid");
    const auto keys = issuer->second.keys().candidates(kid, *algorithm);
    if (keys.empty()) {
        keyless = &issuer->second;
        return invalid_token("no key of the issuer has this kid and may be used with this alg");
    }
    const bool good = std::any_of(keys.begin(), keys.end(), [&](const auto* key) {
        return key->verify(*algorithm, jws->signed_octets, jws->signature);
    });
    if (!good) return invalid_token("the signature does not verify");
    auto claims = read_claims(jws->payload, issuer->second, config_);
    if (claims) claims->kid = kid;
    return claims;
}

Result<Claims> JwtVerifier::claims_of(std::string_view token, Issuer*& keyless) {
    if (const auto* known = verified_.find(token)) {
        count(metrics_, Counter::w1_tokens_remembered);
        return *known;
    }
    auto claims = check_signature(token, keyless);
    if (!claims) return claims;
    count(metrics_, Counter::w1_tokens_verified);
    verified_.remember(token, *claims);
    return claims;
}

Result<Token> JwtVerifier::conclude(const VerifyRequest& request, Result<Claims> claims) {
    const auto refuse = [&](const Error& error) {
        count(metrics_, error.status == 403 ? Counter::w1_issuers_refused : Counter::w1_tokens_refused);
        log_.with(request.trail).info("token refused", {{"rule", error.text}});
        return error;
    };
    if (!claims) return refuse(claims.error());
    const auto use = check_use(*claims, config_.wall_clock(), request.origin, config_.clock_skew);
    if (!use) return refuse(use.error());
    return std::move(claims->token);
}

void JwtVerifier::verify(const VerifyRequest& request, Deadline, Completion<Token> done) {
    const std::lock_guard lock(lifeline_->mutex);
    verified_.drop_expired(config_.wall_clock() - config_.clock_skew);
    refresh_old_sets();
    Issuer* keyless = nullptr;
    auto claims = claims_of(request.token.reveal(), keyless);
    if (keyless != nullptr && await_keys(*keyless, request, done)) return;
    done(conclude(request, std::move(claims)));
}

bool JwtVerifier::await_keys(Issuer& issuer, const VerifyRequest& request, const Completion<Token>& done) {
    if (issuer.due(config_.wall_clock(), fetches_apart)) fetch(issuer);
    std::erase_if(waiting_, [](const Waiting& one) { return one.done.abandoned(); });
    if (!issuer.fetching() || waiting_.size() >= most_waiting) return false;
    waiting_.push_back({&issuer, request, done});
    return true;
}

void JwtVerifier::refresh_old_sets() {
    for (auto& [name, issuer] : issuers_)
        if (issuer.due(config_.wall_clock(), config_.keys_refresh)) fetch(issuer);
}

void JwtVerifier::fetch(Issuer& issuer) {
    issuer.fetch_began(config_.wall_clock());
    config_.keys->fetch(issuer.uri(), [lifeline = lifeline_, &issuer](const Result<std::string>& document) {
        const std::lock_guard lock(lifeline->mutex);
        if (lifeline->verifier != nullptr) lifeline->verifier->fetched(issuer, document);
    });
}

void JwtVerifier::fetched(Issuer& issuer, const Result<std::string>& document) {
    const auto changed = issuer.fetched(document);
    count(metrics_, changed ? Counter::w1_key_sets_fetched : Counter::w1_key_sets_failed);
    if (!changed)
        log_.warning("key set not fetched: the last good one counts",
                     {{"issuer", issuer.name()}, {"why", changed.error().text}});
    else if (*changed) log_.info("key set fetched", {{"issuer", issuer.name()}});
    if (changed && *changed) verified_.keep_checked_by(issuer.name(), issuer.keys());

    std::list<Waiting> ready;
    for (auto it = waiting_.begin(); it != waiting_.end();) {
        const auto here = it++;
        if (here->issuer == &issuer) ready.splice(ready.end(), waiting_, here);
    }
    for (auto& [whose, request, done] : ready) {
        Issuer* keyless = nullptr;
        done(conclude(request, claims_of(request.token.reveal(), keyless)));
    }
}

}  // namespace wims::w1

namespace wims::signalling {

Result<std::unique_ptr<w1::TokenVerifier>> make_token_verifier(const TokenVerifierConfig& config, LogSink& log,
                                                               Metrics& metrics) {
    auto verifier = w1::JwtVerifier::create(config, log, metrics);
    if (!verifier) return verifier.error();
    return std::unique_ptr<w1::TokenVerifier>(std::move(*verifier));
}

}  // namespace wims::signalling
