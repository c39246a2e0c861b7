/* SPDX-License-Identifier: Apache-2.0 */
/* The token verifier (W1) and the IMS-ALG. Link libwebrtc-ims-signalling-c. */
#ifndef WIMS_SIGNALLING_H
#define WIMS_SIGNALLING_H

#include <wims/base.h>
#include <wims/iq.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- token verifier: signed JWTs of authorised WWSFs. [RFC 9068, RFC 8725] */

typedef struct wims_token_verifier wims_token_verifier;

/* An issuer that the operator has authorised, and what it may say. */
typedef struct wims_token_issuer {
    uint32_t struct_size;
    uint32_t reserved;
    wims_str issuer;         /* iss */
    wims_str jwks;           /* a JSON Web Key Set, in text */
    const wims_str *origins; /* of its pages, "https://host[:port]" */
    size_t origin_count;
    const wims_str *domains; /* whose identities it may assert */
    size_t domain_count;
    const wims_str *blocks; /* wIMPUs whose members it may assert, where it allocates them */
    size_t block_count;
} wims_token_issuer;

#define WIMS_TOKEN_ISSUER_INIT \
    { sizeof(wims_token_issuer), 0, {NULL, 0}, {NULL, 0}, NULL, 0, NULL, 0, NULL, 0 }

typedef struct wims_token_verifier_config {
    uint32_t struct_size;
    uint32_t clock_skew_s; /* 0: 60 */
    wims_str audience;     /* the provider's realm */
    const wims_token_issuer *issuers;
    size_t issuer_count;
    wims_str required_scope; /* empty: "ims:register" */
    uint32_t longest_life_s; /* exp - iat beyond it is refused; 0: 3600 */
    uint32_t remembered;     /* verified tokens kept by their digest; 0: 10,000 */
    const wims_log_sink_vt *log;
    /* Seconds since 1970, for exp, nbf and iat; NULL: the system's clock. */
    int64_t (*now_s)(void *user);
    void *clock_user;
} wims_token_verifier_config;

#define WIMS_TOKEN_VERIFIER_CONFIG_INIT \
    { sizeof(wims_token_verifier_config), 0, {NULL, 0}, NULL, 0, {NULL, 0}, 0, 0, NULL, NULL, NULL }

/* usage: a key set that does not parse, no audience, an issuer given twice, a bad origin or domain. */
WIMS_C_API wims_status wims_token_verifier_create(wims_token_verifier **out, const wims_token_verifier_config *config);
WIMS_C_API void wims_token_verifier_destroy(wims_token_verifier *verifier);

/* The claims of a verified token. */
typedef struct wims_token {
    uint32_t struct_size;
    uint32_t reserved;
    wims_str issuer;
    wims_str audience;
    wims_str subject; /* the identity for To: a canonical SIP URI */
    wims_str origin;
    wims_str impi;
    wims_str token_id;
    const wims_str *scopes;
    size_t scope_count;
    int64_t expires_s; /* since 1970 */
} wims_token;

/* The token and all views in it live until the callback returns. */
typedef void (*wims_token_fn)(void *user, const wims_token *token);

/* `origin` is what the edge verified for the flow. `done` may be NULL; it runs before the call returns, and only on
 * success. auth with 401: a token that proves nothing (wims_last_error() says which rule failed, never the token); with
 * 403: a good token of an issuer that may not say this. */
WIMS_C_API wims_status wims_token_verify(wims_token_verifier *verifier, wims_str token, wims_str origin,
                                         wims_token_fn done, void *user);

/* ---- IMS-ALG: what one call's SDP becomes on the other side. [TS 24.371 5.5, RFC 3264] */

typedef struct wims_alg wims_alg;

#define WIMS_SIDE_ACCESS 1 /* towards the WIC */
#define WIMS_SIDE_CORE 2   /* towards the IMS core */

typedef struct wims_alg_config {
    uint32_t struct_size;
    uint32_t no_bundle; /* 1: m-lines are not bundled on W3 */
    wims_str core_user; /* o= username on the core leg; empty: "-" */
} wims_alg_config;

/* clang-format off */
#define WIMS_ALG_CONFIG_INIT {sizeof(wims_alg_config), 0, {NULL, 0}}
/* clang-format on */

/* The offer/answer state of one call, both legs:
 *     wims_alg_offer(...)     -> plan: reserve it at the media gateway
 *     wims_alg_reserved(...)     what the gateway gave
 *     wims_alg_forwarded_offer() to the other side
 *     wims_alg_answer(...)    -> plan: configure the gateway
 *     wims_alg_forwarded_answer() back */
WIMS_C_API wims_status wims_alg_create(wims_alg **out, const wims_alg_config *config);
WIMS_C_API void wims_alg_destroy(wims_alg *alg);

/* The plan and all views in it live until the callback returns. */
typedef void (*wims_iq_plan_fn)(void *user, const wims_iq_plan *plan);

/* An offer from `side`. `done` may be NULL; it runs before the call returns, and only on success. protocol with 400: a
 * syntax error; with 488: no medium is usable; with 491 or 500: an offer is pending. */
WIMS_C_API wims_status wims_alg_offer(wims_alg *alg, int32_t side, wims_str sdp, wims_iq_plan_fn done, void *user);

/* One stream's ports in the core realm. */
typedef struct wims_alg_core_local {
    uint32_t stream;
    uint16_t rtp_port;
    uint16_t rtcp_port;
    wims_str ip;
} wims_alg_core_local;

/* What the media gateway gave for the first offer's plan. */
typedef struct wims_alg_gateway {
    uint32_t struct_size;
    uint16_t access_port;
    uint16_t reserved;
    wims_str access_ip;
    wims_str ufrag;
    wims_str pwd;
    wims_iq_fingerprint fingerprint;
    const wims_alg_core_local *core;
    size_t core_count;
} wims_alg_gateway;

#define WIMS_ALG_GATEWAY_INIT \
    { sizeof(wims_alg_gateway), 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {{NULL, 0}, {NULL, 0}}, NULL, 0 }

/* Again with other ICE credentials when the gateway has got them, before the answer to an ICE restart is forwarded. */
WIMS_C_API wims_status wims_alg_reserved(wims_alg *alg, const wims_alg_gateway *gateway);

/* The pending offer as the other side gets it, without a NUL. `size` goes in as the room at `out` and comes out as the
 * size of the text. limit with WIMS_CAUSE_BUFFER_TOO_SMALL, or `out` NULL: only the size. usage: there is no offer, or
 * nothing was reserved. */
WIMS_C_API wims_status wims_alg_forwarded_offer(char *out, size_t *size, wims_alg *alg);

/* The answer to the pending offer, from the side that did not make it; errors as wims_alg_offer. */
WIMS_C_API wims_status wims_alg_answer(wims_alg *alg, int32_t side, wims_str sdp, wims_iq_plan_fn done, void *user);
WIMS_C_API wims_status wims_alg_forwarded_answer(char *out, size_t *size, wims_alg *alg);

/* The pending offer was refused: back to what was agreed before. */
WIMS_C_API wims_status wims_alg_abandon_offer(wims_alg *alg);

#ifdef __cplusplus
}
#endif

#endif
