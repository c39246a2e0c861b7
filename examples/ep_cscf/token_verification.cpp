// SPDX-License-Identifier: Apache-2.0
#include "ep_cscf/token_verification.hpp"

#include <algorithm>

#include <wims/signalling/https_key_source.hpp>

namespace wims::host {

Result<std::unique_ptr<TokenVerification>> TokenVerification::create(const Tokens& tokens, LogSink& log,
                                                                     Metrics& metrics) {
    auto made = std::make_unique<TokenVerification>();
    signalling::TokenVerifierConfig config = tokens.verifier;
    if (std::ranges::any_of(config.issuers, [](const w1::TrustedIssuer& issuer) { return !issuer.jwks_uri.empty(); })) {
        signalling::HttpsKeySourceConfig source;
        source.ca_file = tokens.keys_ca_file;
        auto keys = signalling::make_https_key_source(source);
        if (!keys) return keys.error();
        made->keys_ = std::move(*keys);
        config.keys = made->keys_.get();
    }
    auto verifier = signalling::make_token_verifier(config, log, metrics);
    if (!verifier) return verifier.error();
    made->verifier_ = std::move(*verifier);
    return made;
}

}  // namespace wims::host
