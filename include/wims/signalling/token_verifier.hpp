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
};

/// Verifies signed JWTs (RFC 9068 profile; ES256, RS256, PS256) against configured key sets. One instance serves one
/// P-CSCF's thread. usage: a key set that does not parse, no audience, an issuer twice, a bad origin or domain.
WIMS_API Result<std::unique_ptr<w1::TokenVerifier>> make_token_verifier(const TokenVerifierConfig& config,
                                                                        LogSink& log, Metrics& metrics);

}  // namespace wims::signalling
