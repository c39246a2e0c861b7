// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include <wims/signalling/token_verifier.hpp>

#include "signalling/w1/issuer.hpp"

namespace wims::w1 {

/// "invalid_token: …", 401 (E12).
Error invalid_token(std::string text);
/// An issuer that may not say this: 403 (E15).
Error not_allowed(std::string text);

/// The claims of a token whose signature is good, in canonical form, by the rules that do not change with time or flow:
/// aud, sub, exp, iat, jti, scope and origin present and of the right kind; exp - iat within the limit; the issuer may
/// speak for the subject and the origin. [RFC 9068 2.2.1, requirements 8.3, EPC-05, TOK-09]
struct Claims {
    Token token;
    WallTime issued;
    WallTime not_before;
    std::string kid;  ///< of the key that checked it
};
Result<Claims> read_claims(const nlohmann::json& payload, const Issuer& issuer,
                           const signalling::TokenVerifierConfig& rules);

/// The rules that do: life (with the configured skew) and the flow's origin (TOK-06).
Result<void> check_use(const Claims& claims, WallTime now, std::string_view flow_origin, Duration skew);

}  // namespace wims::w1
