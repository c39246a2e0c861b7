// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <wims/common/api.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/w1/key_source.hpp>
#include <wims/w1/token.hpp>

namespace wims::signalling {

struct TokenVerifierConfig {
    std::string audience;  ///< the provider's realm (TOK-09)
    std::vector<w1::TrustedIssuer> issuers;
    std::string required_scope = "ims:register";
    Duration clock_skew = std::chrono::seconds(60);
    Duration longest_life = std::chrono::seconds(3600);  ///< exp - iat beyond it is refused
    std::size_t remembered = 10000;                      ///< verified tokens kept by SHA-256 (TOK-07)
    std::function<WallTime()> wall_clock;                ///< for exp, nbf and iat; empty: the system's
    w1::KeySource* keys = nullptr;                       ///< for issuers with a jwks_uri; outlives the verifier
    Duration keys_refresh = std::chrono::seconds(300);   ///< a fetched set is read again this often, while tokens come
};

/// Verifies signed JWTs (RFC 9068 profile; ES256, RS256, PS256) against the key sets of issuers, given as text or by URI.
/// Those are fetched at once; then at most one fetch in 10 s (in 1 s while none has succeeded) for kids that are not known, and a token with such a kid
/// waits for it. While an issuer is down its last good set counts. (TOK-07, TOK-08) Any thread.
/// usage: a key set that does not parse, a jwks_uri without `keys`, no audience, an issuer twice, a bad origin or block.
WIMS_API Result<std::unique_ptr<w1::TokenVerifier>> make_token_verifier(const TokenVerifierConfig& config, LogSink& log,
                                                                        Metrics& metrics);

}  // namespace wims::signalling
