/* SPDX-License-Identifier: Apache-2.0 */
/* What signalling tells a media gateway about one call: the information elements of Iq. [TS 23.334 8]
 * The plan that wims/signalling.h gives is what wims/media.h takes. */
#ifndef WIMS_IQ_H
#define WIMS_IQ_H

#include <wims/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A numeric address and a port; an empty ip or port 0: none. */
typedef struct wims_address {
    wims_str ip;
    uint16_t port;
    uint16_t reserved[3];
} wims_address;

#define WIMS_MEDIA_AUDIO 1
#define WIMS_MEDIA_VIDEO 2

/* One codec on both sides; its payload passes unchanged, its number is rewritten. */
typedef struct wims_iq_payload {
    uint8_t access_type;
    uint8_t core_type;
    uint16_t reserved;
    uint32_t clock_rate;      /* Hz, on the access side */
    uint32_t core_clock_rate; /* Hz, on the core side; 0: the same. Another one for telephone-event only */
    uint32_t reserved2;
    wims_str encoding; /* "opus", "PCMA", "telephone-event", ... as in rtpmap */
} wims_iq_payload;

typedef struct wims_iq_stream {
    uint32_t struct_size;
    uint32_t id; /* 0-based index of the m-line, stable for the call's life */
    int32_t media;
    uint8_t blocked_to_access; /* 1: nothing passes from the core to the WIC */
    uint8_t blocked_to_core;
    uint8_t reserved[2];
    wims_str mid; /* the WIC's, empty when none */
    const wims_iq_payload *payloads;
    size_t payload_count;
    wims_address core_rtp; /* of the peer in the core; none until it is known */
    wims_address core_rtcp;
} wims_iq_stream;

#define WIMS_DTLS_SERVER 0
#define WIMS_DTLS_CLIENT 1

typedef struct wims_iq_fingerprint {
    wims_str hash;  /* "sha-256" */
    wims_str value; /* "AB:CD:..." */
} wims_iq_fingerprint;

/* What the WIC announced, and the role that this leaves to the gateway. */
typedef struct wims_iq_access_remote {
    uint32_t struct_size;
    int32_t gateway_role;
    wims_str ufrag;
    wims_str pwd;
    wims_str tls_id; /* empty when not announced */
    const wims_iq_fingerprint *fingerprints;
    size_t fingerprint_count;
} wims_iq_access_remote;

typedef struct wims_iq_plan {
    uint32_t struct_size;
    uint32_t refused; /* m-lines that are not used while another is */
    const wims_iq_stream *streams;
    size_t stream_count;
    const wims_iq_access_remote *access_remote; /* NULL: not known yet, or unchanged */
} wims_iq_plan;

/* clang-format off */
#define WIMS_IQ_STREAM_INIT \
    {sizeof(wims_iq_stream), 0, WIMS_MEDIA_AUDIO, 0, 0, {0, 0}, {NULL, 0}, NULL, 0, {{NULL, 0}, 0, {0, 0, 0}}, {{NULL, 0}, 0, {0, 0, 0}}}
/* clang-format on */
#define WIMS_IQ_ACCESS_REMOTE_INIT \
    { sizeof(wims_iq_access_remote), WIMS_DTLS_SERVER, {NULL, 0}, {NULL, 0}, {NULL, 0}, NULL, 0 }
#define WIMS_IQ_PLAN_INIT \
    { sizeof(wims_iq_plan), 0, NULL, 0, NULL }

#ifdef __cplusplus
}
#endif

#endif
