// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <wims/common/async.hpp>
#include <wims/common/ids.hpp>
#include <wims/common/secret.hpp>

/// W1: what the WWSF asserts about a web user. The token travels WWSF → WIC → P-CSCF and no further. [S2 5.2.2.1]
namespace wims::w1 {

/// The claims of a verified token. [RFC 9068 2.2, requirements 8.3]
struct Token {
    std::string issuer;
    std::string audience;  ///< the provider's realm, so that a token survives fail-over (TOK-09)
    std::string subject;   ///< the identity for To: a canonical SIP URI
    std::string origin;    ///< the page's origin, bound to the flow (TOK-06)
    std::vector<std::string> scopes;
    std::string impi;  ///< scenario 2 and pool only; else empty
    std::string token_id;
    WallTime expires;
};

/// An issuer that the operator has authorised, and what it may say. [S1 X.1.4.3]
struct TrustedIssuer {
    std::string issuer;                ///< `iss`
    std::string jwks;                  ///< a JSON Web Key Set, in text
    std::vector<std::string> origins;  ///< of its pages, "https://host[:port]"
    std::vector<std::string> domains;  ///< whose identities it may assert (EPC-05)
    std::vector<std::string> blocks =
        {};                     ///< wIMPUs whose members it may assert, where it allocates them (EPC-05, EPC-10)
    std::string jwks_uri = {};  ///< https URI of the key set; then `jwks` stays empty (TOK-08)
};

struct VerifyRequest {
    TrailId trail;
    Secret token;        ///< the compact JWS
    std::string origin;  ///< that the IWF verified for the flow
};

/// Fails with ErrorKind::auth: status 401 for a token that proves nothing (expired, forged, wrong audience, …), 403 for
/// a good token of an issuer that may not say this. The text of a 401 begins with the error code for the challenge,
/// "invalid_token: …" (E12) or "invalid_scope: …" (E13), and says which rule failed; it never holds the token.
class TokenVerifier {
public:
    virtual ~TokenVerifier() = default;
    virtual void verify(const VerifyRequest& request, Deadline deadline, Completion<Token> done) = 0;
};

}  // namespace wims::w1
