// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <wims/signalling/token_verifier.hpp>

#include "signalling/w1/issuer.hpp"
#include "signalling/w1/verified_tokens.hpp"

namespace wims::w1 {

/// Signed JWT access tokens against the key sets of authorised issuers. Answers at once, but for a token whose kid is
/// not in a set that can be fetched: that one waits for the fetch. [RFC 9068 4, RFC 8725 3, TOK-07, TOK-08]
class JwtVerifier final : public TokenVerifier {
public:
    using Config = signalling::TokenVerifierConfig;
    static Result<std::unique_ptr<JwtVerifier>> create(const Config& config, LogSink& log, Metrics& metrics);
    ~JwtVerifier() override;

    void verify(const VerifyRequest& request, Deadline deadline, Completion<Token> done) override;

private:
    struct Waiting {
        const Issuer* issuer;
        VerifyRequest request;
        Completion<Token> done;
    };
    /// What the key source's thread holds on to. The lock is held while tokens are checked and while a fetched set is
    /// taken over, never while it is fetched.
    struct Lifeline {
        std::mutex mutex;
        JwtVerifier* verifier;
    };

    JwtVerifier(const Config& config, LogSink& log, Metrics& metrics);
    /// `keyless` is set to the issuer when no key of it has the token's kid.
    Result<Claims> check_signature(std::string_view token, Issuer*& keyless);
    Result<Claims> claims_of(std::string_view token, Issuer*& keyless);
    Result<Token> conclude(const VerifyRequest& request, Result<Claims> claims);
    /// False when nothing will come that is worth waiting for.
    bool await_keys(Issuer& issuer, const VerifyRequest& request, const Completion<Token>& done);
    void refresh_old_sets();
    void fetch(Issuer& issuer);
    void fetched(Issuer& issuer, const Result<std::string>& document);

    Metrics& metrics_;
    Logger log_;
    Config config_;
    std::map<std::string, Issuer, std::less<>> issuers_;
    VerifiedTokens verified_;
    std::list<Waiting> waiting_;
    std::shared_ptr<Lifeline> lifeline_;
};

}  // namespace wims::w1
