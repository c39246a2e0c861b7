// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <wims/signalling/token_verifier.hpp>
#include <wims/w1/key_source.hpp>

#include "ep_cscf/config.hpp"

namespace wims::host {

/// The token verifier and, where an issuer names a URI for its keys, who fetches them.
class TokenVerification {
public:
    /// usage: what the verifier refuses.
    static Result<std::unique_ptr<TokenVerification>> create(const Tokens& tokens, LogSink& log, Metrics& metrics);

    w1::TokenVerifier& verifier() noexcept { return *verifier_; }

private:
    std::unique_ptr<w1::KeySource> keys_;
    std::unique_ptr<w1::TokenVerifier> verifier_;
};

}  // namespace wims::host
