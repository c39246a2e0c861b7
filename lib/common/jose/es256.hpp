// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <wims/common/result.hpp>
#include <wims/common/secret.hpp>

struct evp_pkey_st;

namespace wims::jose {

/// An issuer's EC P-256 key pair: signs access tokens with ES256 and tells the world its public half. Immutable, any
/// thread; copies share the key. [RFC 7518 3.4, RFC 9068 2.1]
class SigningKey {
public:
    static Result<SigningKey> generate();
    /// PKCS #8 or SEC 1, not encrypted. usage: anything else, or another curve.
    static Result<SigningKey> from_pem(std::string_view pem);
    Secret to_pem() const;  ///< PKCS #8

    /// The JWK thumbprint. [RFC 7638]
    const std::string& kid() const noexcept { return kid_; }
    /// The public key as a JSON Web Key Set of one key.
    const std::string& jwks() const noexcept { return jwks_; }

    /// A compact JWS over `claims` (a JSON object, in text) with header alg ES256, typ at+jwt and kid.
    Secret sign(std::string_view claims) const;
    /// The same with a header of the caller's, in text, taken as it is.
    Secret sign(std::string_view header, std::string_view claims) const;

private:
    static Result<SigningKey> adopt(std::shared_ptr<evp_pkey_st> key);
    std::shared_ptr<evp_pkey_st> key_;
    std::string kid_, jwks_;
};

}  // namespace wims::jose
