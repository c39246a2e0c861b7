// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/token_check.hpp"

#include "common/identity/public_identity.hpp"
#include "signalling/epcscf/authorization.hpp"

namespace wims::epcscf {

namespace {

/// W1's answer as the WIC may hear it: what is not about the token is our trouble, not the WIC's.
Error heard(const Error& error) {
    if (error.kind == ErrorKind::auth) return {error.kind, error.text, error.status == 403 ? 403 : 401};
    if (error.kind == ErrorKind::timeout) return {error.kind, "the token could not be checked in time", 504};
    return {error.kind, "the token could not be checked", 500};
}

}  // namespace

void TokenCheck::check(const sip::Message& request, const Flow& flow, const TrailId& trail, const std::string& identity,
                       Demand demand, Done done) {
    auto token = bearer_token(request);
    if (!token) return done(token.error());
    if (!*token) {
        if (demand == Demand::optional && !environment_.config.require_token_per_request) return done(w1::Token{});
        return done(Error{ErrorKind::auth, "no Bearer token", 401});
    }
    const w1::VerifyRequest verify{trail, std::move(**token), flow.up().origin};
    pending_ = async<w1::Token>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w1::Token> c) { environment_.tokens.verify(verify, d, std::move(c)); },
        [identity, done = std::move(done)](Result<w1::Token> verified) {
            if (!verified) return done(heard(verified.error()));
            const auto subject = identity::canonical(verified->subject);
            if (!subject || *subject != identity)
                return done(Error{ErrorKind::auth, "the token is another user's", 403});
            done(std::move(verified));
        });
}

sip::Message TokenCheck::refusal(const Environment& environment, const sip::Message& request, const Error& error) {
    auto response = sip::Message::response_to(request, error.status);
    if (error.status != 401) return response;
    const auto token = bearer_token(request);
    auto fault = TokenFault::absent;
    if (!token || token->has_value())
        fault = error.text.starts_with("invalid_scope") ? TokenFault::scope : TokenFault::invalid;
    response.set("WWW-Authenticate",
                 bearer_challenge(environment.config.realm, environment.config.authz_server, fault));
    return response;
}

}  // namespace wims::epcscf
