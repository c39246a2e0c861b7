// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <wims/common/result.hpp>
#include <wims/common/secret.hpp>

#include "signalling/sip/message.hpp"

namespace wims::epcscf {

/// The Bearer token of a request's Authorization header; nothing when there is none. Both forms of K3 are read:
/// `Bearer <token>` [RFC 8898 2] and `Bearer access_token="<token>"` [TS 24.371 A.3.2].
/// Errors: protocol, 400, for more than one Authorization (E16); auth, 401, for Bearer without a readable token (E12).
Result<std::optional<Secret>> bearer_token(const sip::Message& request);

/// What is wrong with the token that was shown.
enum class TokenFault { absent, invalid, scope };

/// The value of WWW-Authenticate: Bearer with realm, authz_server and, when a token was shown, error="invalid_token"
/// (E12) or "invalid_scope" (E13). [RFC 8898 4]
std::string bearer_challenge(std::string_view realm, std::string_view authz_server, TokenFault fault);

}  // namespace wims::epcscf
