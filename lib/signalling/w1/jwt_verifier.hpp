// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <wims/signalling/token_verifier.hpp>

#include "common/jose/key_set.hpp"
#include "signalling/w1/verified_tokens.hpp"

namespace wims::w1 {

/// Signed JWT access tokens against configured key sets. Answers at once; used by one thread. [RFC 9068 4, RFC 8725 3]
class JwtVerifier final : public TokenVerifier {
public:
    using Config = signalling::TokenVerifierConfig;
    static Result<std::unique_ptr<JwtVerifier>> create(const Config& config, LogSink& log, Metrics& metrics);

    void verify(const VerifyRequest& request, Deadline deadline, Completion<Token> done) override;
    /// The same without the seam.
    Result<Token> check(const VerifyRequest& request);

private:
    struct Issuer {
        TrustedIssuer trusted;
        jose::KeySet keys;
    };
    JwtVerifier(const Config& config, LogSink& log, Metrics& metrics);
    Result<Claims> check_signature(std::string_view token) const;
    Result<Claims> claims_of(std::string_view token);

    Metrics& metrics_;
    Logger log_;
    Config config_;
    std::map<std::string, Issuer, std::less<>> issuers_;
    VerifiedTokens verified_;
};

}  // namespace wims::w1
