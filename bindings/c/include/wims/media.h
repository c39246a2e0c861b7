/* SPDX-License-Identifier: Apache-2.0 */
/* The eIMS-AGW for a host with a data plane of its own: packets and the time in; packets, events and a deadline out. No
 * socket, no thread, no clock. Link libwebrtc-ims-media-c. */
#ifndef WIMS_MEDIA_H
#define WIMS_MEDIA_H

#include <wims/base.h>
#include <wims/iq.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An address as it comes off a socket. */
typedef struct wims_ip_endpoint {
    uint8_t ip[16]; /* network order; IPv4 fills the first four */
    uint16_t port;  /* host order */
    uint8_t v6;
    uint8_t tcp; /* 1: on W3, the far end of the TCP connection that came from there (RFC 6544) */
    uint8_t reserved[4];
} wims_ip_endpoint;

/* From numeric text; usage when it is none. */
WIMS_C_API wims_status wims_ip_endpoint_parse(wims_ip_endpoint *out, wims_str ip, uint16_t port);

/* ---- what sessions share: DTLS certificate, SRTP back-end */

typedef struct wims_media_engine wims_media_engine;

typedef struct wims_media_engine_config {
    uint32_t struct_size;
    uint32_t consent_loss_ms;     /* without authenticated STUN; 0: 30,000 */
    uint32_t dtls_setup_ms;       /* after the first valid check; 0: 10,000 */
    uint32_t media_inactivity_ms; /* 0: 30,000 */
    int64_t now_s;                /* since 1970, dates the certificate; 0: the system's clock */
    const wims_log_sink_vt *log;
    uint32_t consent_send; /* 1: the session itself asks the WIC for consent every 4 to 6 s (RFC 7675) */
    uint32_t reserved;
} wims_media_engine_config;

#define WIMS_MEDIA_ENGINE_CONFIG_INIT \
    { sizeof(wims_media_engine_config), 0, 0, 0, 0, NULL, 0, 0 }

/* usage: the library was built without an SRTP back-end. */
WIMS_C_API wims_status wims_media_engine_create(wims_media_engine **out, const wims_media_engine_config *config);
/* After its sessions. */
WIMS_C_API void wims_media_engine_destroy(wims_media_engine *engine);

/* ---- one session: an access termination towards the WIC joined with a core termination */

typedef struct wims_media_session wims_media_session;

#define WIMS_CORE_RTP 0
#define WIMS_CORE_RTCP 1

#define WIMS_EVENT_ICE_CONNECTED 1
#define WIMS_EVENT_DTLS_ESTABLISHED 2
#define WIMS_EVENT_DTLS_FAILED 3
#define WIMS_EVENT_DTLS_CLOSED 4
#define WIMS_EVENT_CONSENT_LOST 5 /* nothing more is sent to the WIC */
#define WIMS_EVENT_MEDIA_INACTIVITY 6
#define WIMS_EVENT_GATEWAY_LOST 7

/* Kinds that are not known must be ignored. */
typedef struct wims_media_event {
    uint32_t struct_size;
    int32_t kind;
    wims_str detail; /* for people */
} wims_media_event;

/* Where a session puts what it makes, inside the call that made it. The octets live until the function returns. */
typedef struct wims_media_output_vt {
    uint32_t struct_size;
    uint32_t reserved;
    void *user;
    void (*send_access)(void *user, const uint8_t *octets, size_t size, const wims_ip_endpoint *to);
    void (*send_core)(void *user, size_t stream, int32_t port, const uint8_t *octets, size_t size,
                      const wims_ip_endpoint *to);
    void (*event)(void *user, const wims_media_event *event); /* NULL: not interested */
} wims_media_output_vt;

#define WIMS_MEDIA_OUTPUT_VT_INIT \
    { sizeof(wims_media_output_vt), 0, NULL, NULL, NULL, NULL }

/* Own values for the SDP; they live as long as the session. */
typedef struct wims_media_local {
    uint32_t struct_size;
    uint32_t reserved;
    wims_str ufrag;
    wims_str pwd;
    wims_iq_fingerprint fingerprint;
} wims_media_local;

/* clang-format off */
#define WIMS_MEDIA_LOCAL_INIT {sizeof(wims_media_local), 0, {NULL, 0}, {NULL, 0}, {{NULL, 0}, {NULL, 0}}}
/* clang-format on */

/* Room that a packet needs behind its octets: it is encrypted in place. */
#define WIMS_MEDIA_TAIL_OCTETS 32

/* `now_us`, in all functions: microseconds of one clock of the host's that never goes back. `output` is copied, its user
 * outlives the session. usage: bad input; then there is no session. */
WIMS_C_API wims_status wims_media_session_create(wims_media_session **out, wims_media_engine *engine,
                                                 const wims_iq_plan *plan, const wims_media_output_vt *output,
                                                 int64_t now_us);
/* Without a good-bye; wims_media_session_release() says it. */
WIMS_C_API void wims_media_session_destroy(wims_media_session *session);

/* Fills as much as local->struct_size has room for. After a configure with other ICE credentials of the WIC, ufrag and pwd
 * are others than before: give them to wims_alg_reserved() again. */
WIMS_C_API wims_status wims_media_session_get_local(wims_media_local *local, const wims_media_session *session);

/* Replaces the streams with these ids; the access remote when one is given. not_found: a stream that is not the
 * session's; usage: bad input. Then nothing has changed. */
WIMS_C_API wims_status wims_media_session_configure(wims_media_session *session, const wims_iq_plan *plan,
                                                    int64_t now_us);

/* A datagram that came in on W3: STUN, DTLS, SRTP or SRTCP. `room` counts from `octets` and is at least size +
 * WIMS_MEDIA_TAIL_OCTETS, else it is usage. The buffer is used up. What must not be believed is dropped and is no error. */
WIMS_C_API wims_status wims_media_session_receive_access(wims_media_session *session, uint8_t *octets, size_t size,
                                                         size_t room, const wims_ip_endpoint *from, int64_t now_us);
/* RTP or RTCP on the core ports of the stream with this index in the plan. */
WIMS_C_API wims_status wims_media_session_receive_core(wims_media_session *session, size_t stream, int32_t port,
                                                       uint8_t *octets, size_t size, size_t room,
                                                       const wims_ip_endpoint *from, int64_t now_us);

WIMS_C_API wims_status wims_media_session_handle_time(wims_media_session *session, int64_t now_us);
/* When to call handle_time; INT64_MAX: not before something else happens. Ask again after each call. */
WIMS_C_API wims_status wims_media_session_get_deadline(int64_t *deadline_us, const wims_media_session *session);

typedef struct wims_media_statistics {
    uint32_t struct_size;
    uint32_t stream; /* its id */
    uint64_t packets_to_core, octets_to_core;
    uint64_t packets_to_access, octets_to_access;
} wims_media_statistics;

#define WIMS_MEDIA_STATISTICS_INIT \
    { sizeof(wims_media_statistics), 0, 0, 0, 0, 0 }

typedef void (*wims_media_statistics_fn)(void *user, const wims_media_statistics *statistics);

/* Says good-bye to the WIC; nothing is sent after it. `done`, which may be NULL, gets each stream's numbers. */
WIMS_C_API wims_status wims_media_session_release(wims_media_session *session, wims_media_statistics_fn done,
                                                  void *user);

#ifdef __cplusplus
}
#endif

#endif
