// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>
#include <wims/common/secret.hpp>

#include "common/jose/es256.hpp"

namespace wims::wwsf {

struct TokenPolicy {
    std::string issuer;    ///< `iss`
    std::string audience;  ///< `aud`: the provider's realm (TOK-09)
    std::string client;    ///< `client_id`: the page's application. [RFC 9068 2.2]
    std::string scope = "ims:register";
    std::chrono::seconds life{600};
};

/// Signs what the WWSF asserts: this web user has this identity, on a page of this origin. ES256, typ at+jwt, a fresh
/// `jti` each time. Immutable; any thread. [RFC 9068 2, requirements 8.3]
class TokenIssuer {
public:
    TokenIssuer(TokenPolicy policy, jose::SigningKey key) : policy_(std::move(policy)), key_(std::move(key)) {}

    Secret issue(std::string_view identity, std::string_view origin, WallTime now) const;
    std::chrono::seconds life() const noexcept { return policy_.life; }
    const std::string& jwks() const noexcept { return key_.jwks(); }

private:
    TokenPolicy policy_;
    jose::SigningKey key_;
};

/// Reads the PEM file of a P-256 key; makes it first, readable by its owner only, when there is none. io, usage.
Result<jose::SigningKey> signing_key_from(const std::string& path);

}  // namespace wims::wwsf
