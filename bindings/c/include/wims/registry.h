/* SPDX-License-Identifier: Apache-2.0 */
/* The wIMPU Registrar with its in-memory store. [TR 23.701 5.2.2.3.1] Link libwimpu-registry-c. */
#ifndef WIMS_REGISTRY_H
#define WIMS_REGISTRY_H

#include <wims/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct wims_registry wims_registry;

/* A block of individual IMPUs that the registrar may hand out. */
typedef struct wims_registry_block {
    uint32_t struct_size;
    uint32_t domain_count;
    wims_str wimpu;          /* "sip:w1-!.*!@webrtc.operator.example" */
    const wims_str *domains; /* external domains whose users live in it */
    uint64_t size;           /* how many IMPUs may be allocated; 0: 1,000,000 */
} wims_registry_block;

#define WIMS_REGISTRY_BLOCK_INIT \
    { sizeof(wims_registry_block), 0, {NULL, 0}, NULL, 0 }

typedef struct wims_registry_config {
    uint32_t struct_size;
    uint32_t contacts_per_entry;       /* 0: 10 */
    const wims_registry_block *blocks; /* overlapping wildcards are refused */
    size_t block_count;
    const wims_str *ordinary_domains; /* of users without wIMPU access; a block in one is refused */
    size_t ordinary_domain_count;
    int64_t quarantine_ms;       /* of a released IMPU; 0: 24 hours, -1: none */
    const wims_log_sink_vt *log; /* NULL: no log */
    /* Milliseconds that never go back, for expiry; NULL: the system's monotonic clock. */
    int64_t (*now_ms)(void *user);
    void *clock_user;
} wims_registry_config;

#define WIMS_REGISTRY_CONFIG_INIT \
    { sizeof(wims_registry_config), 0, NULL, 0, NULL, 0, 0, NULL, NULL, NULL }

/* usage: a block that does not parse, overlaps another or lies in an ordinary domain. */
WIMS_C_API wims_status wims_registry_create(wims_registry **out, const wims_registry_config *config);
WIMS_C_API void wims_registry_destroy(wims_registry *registry);

/* Say that `owner` serves the block; the epoch goes into every write and an old one is refused. not_found: no such
 * block. */
WIMS_C_API wims_status wims_registry_claim(uint64_t *epoch, wims_registry *registry, wims_str wimpu, wims_str owner);

#define WIMS_ALLOCATED_BY_EPCSCF 0
#define WIMS_ALLOCATED_BY_THIRD_PARTY 1

/* Where a user can be reached. */
typedef struct wims_registry_contact {
    uint32_t struct_size;
    uint32_t reg_id; /* 0: absent */
    uint32_t cseq;
    uint32_t reserved;
    wims_str uri;         /* as the WIC wrote it */
    wims_str instance_id; /* +sip.instance; empty: absent */
    wims_str call_id;
    wims_str user_agent;
    wims_str flow_instance; /* the P-CSCF instance that owns the flow */
    wims_str flow_token;    /* sealed by that instance, opaque here */
    int64_t expires_ms;     /* in: granted for; out: what is left */
} wims_registry_contact;

#define WIMS_REGISTRY_CONTACT_INIT \
    { sizeof(wims_registry_contact), 0, 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0 }

/* One entry: an individual IMPU and who it stands for. */
typedef struct wims_registration {
    uint32_t struct_size;
    int32_t allocated_by;
    wims_str impu;              /* individual, inside wimpu */
    wims_str external_identity; /* what the user registered with */
    wims_str wimpu;
    wims_str owner;
    uint64_t epoch;
    const wims_registry_contact *contacts; /* live ones only, newest first */
    size_t contact_count;
} wims_registration;

#define WIMS_OUTCOME_CREATED 1
#define WIMS_OUTCOME_CONTACT_ADDED 2
#define WIMS_OUTCOME_REFRESHED 3

/* The registration and all views in it live until the callback returns. */
typedef void (*wims_registration_fn)(void *user, const wims_registration *registration);

/* Query, allocate where needed, and store, in one atomic step. `identity` is what the user registers with. `done` may be
 * NULL; it runs before the call returns, and only on success. `outcome` may be NULL.
 * not_found: no such block; auth with 403: too many contacts, with 409: the epoch is old; limit with 503: no free IMPU;
 * protocol with 500: CSeq out of order for the Call-ID. */
WIMS_C_API wims_status wims_registry_allocate(int32_t *outcome, wims_registry *registry, wims_str identity,
                                              wims_str wimpu, uint64_t epoch, int32_t allocated_by,
                                              const wims_registry_contact *contact, wims_registration_fn done,
                                              void *user);

/* The registration of an external identity or an IMPU. `done` runs before the call returns, and only on success.
 * not_found: not registered. */
WIMS_C_API wims_status wims_registry_locate(wims_registry *registry, wims_str identity, wims_registration_fn done,
                                            void *user);

#ifdef __cplusplus
}
#endif

#endif
