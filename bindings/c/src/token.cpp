// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling.h>

#include <memory>

#include <wims/signalling/token_verifier.hpp>

#include "caller_executor.hpp"
#include "host_log.hpp"

struct wims_token_verifier : wims::c::Handle {
    static constexpr std::uint32_t handle_kind = wims::c::kind_of("wtok");
    wims_token_verifier() : Handle(handle_kind) {}

    wims::c::HostLog log;
    wims::c::CallerExecutor executor;
    std::unique_ptr<wims::w1::TokenVerifier> verifier;
};

using namespace wims;

namespace {

wims_status read_config(signalling::TokenVerifierConfig& out, const wims_token_verifier_config& in) {
    out.audience = c::text(in.audience);
    if (in.required_scope.size != 0) out.required_scope = c::text(in.required_scope);
    if (in.clock_skew_s != 0) out.clock_skew = std::chrono::seconds(in.clock_skew_s);
    if (in.longest_life_s != 0) out.longest_life = std::chrono::seconds(in.longest_life_s);
    if (in.remembered != 0) out.remembered = in.remembered;
    if (in.now_s != nullptr)
        out.wall_clock = [now = in.now_s, user = in.clock_user] { return WallTime(std::chrono::seconds(now(user))); };
    return c::read_all(in.issuers, in.issuer_count, [&](const wims_token_issuer& issuer) {
        w1::TrustedIssuer trusted;
        trusted.issuer = c::text(issuer.issuer);
        trusted.jwks = c::text(issuer.jwks);
        trusted.origins = c::texts(issuer.origins, issuer.origin_count);
        trusted.domains = c::texts(issuer.domains, issuer.domain_count);
        trusted.blocks = c::texts(issuer.blocks, issuer.block_count);
        out.issuers.push_back(std::move(trusted));
        return WIMS_OK;
    });
}

void hand_out(const w1::Token& in, wims_token_fn done, void* user) {
    if (done == nullptr) return;
    std::vector<wims_str> scopes;
    for (const auto& scope : in.scopes) scopes.push_back(c::str(scope));
    const auto expires = std::chrono::duration_cast<std::chrono::seconds>(in.expires.time_since_epoch()).count();
    const wims_token out = {sizeof out,
                            0,
                            c::str(in.issuer),
                            c::str(in.audience),
                            c::str(in.subject),
                            c::str(in.origin),
                            c::str(in.impi),
                            c::str(in.token_id),
                            scopes.data(),
                            scopes.size(),
                            expires};
    done(user, &out);
}

}  // namespace

extern "C" wims_status wims_token_verifier_create(wims_token_verifier** out, const wims_token_verifier_config* config) {
    return c::guard([&]() -> wims_status {
        if (out == nullptr) return c::null_argument("out is NULL");
        wims_token_verifier_config in;
        signalling::TokenVerifierConfig settings;
        if (const auto s = c::read(in, config); s != WIMS_OK) return s;
        if (const auto s = read_config(settings, in); s != WIMS_OK) return s;
        auto handle = std::make_unique<wims_token_verifier>();
        if (const auto s = c::HostLog::read(handle->log, in.log); s != WIMS_OK) return s;
        auto made = signalling::make_token_verifier(settings, handle->log, handle->log);
        if (!made) return c::fail(made.error());
        handle->verifier = std::move(*made);
        *out = handle.release();
        return WIMS_OK;
    });
}

extern "C" void wims_token_verifier_destroy(wims_token_verifier* verifier) { c::destroy(verifier); }

extern "C" wims_status wims_token_verify(wims_token_verifier* verifier, wims_str token, wims_str origin,
                                         wims_token_fn done, void* user) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(verifier); s != WIMS_OK) return s;
        const w1::VerifyRequest request{TrailId::create(), Secret(c::text(token)), c::text(origin)};
        const auto verified = verifier->executor.ask<w1::Token>([&](Deadline d, Completion<w1::Token> finished) {
            verifier->verifier->verify(request, d, std::move(finished));
        });
        if (!verified) return c::fail(verified.error());
        hand_out(*verified, done, user);
        return WIMS_OK;
    });
}
