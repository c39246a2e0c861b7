/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every C header of webrtc-ims shares: status, text, version, log hook. C99, C11 and C++11.
 *
 * Conventions, once for all functions:
 *  - Outputs come first, then the handle, then inputs, then a callback and its `user` last.
 *  - A wims_status is 0 or says what went wrong; wims_last_error() tells people more. Nothing has changed then.
 *  - A handle is used by one thread at a time. NULL or a handle of another kind is usage, not a crash. Destroying NULL
 *    does nothing.
 *  - wims_str goes in as UTF-8 with its length, not NUL-terminated, and is not kept. Text comes out into the caller's
 *    buffer, or as a view that lives until the callback returns.
 *  - A structure that begins with struct_size is filled by its _INIT macro; zero in a field means its default. A longer
 *    structure of a newer header is taken when the unknown tail is zero, else it is usage with WIMS_CAUSE_UNKNOWN_OPTION.
 *    The elements of an array of such structures all have the struct_size of the first.
 *  - Callbacks run inside the call that causes them, on its thread; they may not call back in with the same handle.
 *  - The library throws nothing, keeps no global state, and touches no signal, locale, stdio or fork.
 */
#ifndef WIMS_BASE_H
#define WIMS_BASE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define WIMS_C_API __attribute__((visibility("default")))
#else
#define WIMS_C_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- version: of the headers by macro, of the library by function */

#ifndef WIMS_VERSION_MAJOR
#define WIMS_VERSION_MAJOR 0
#define WIMS_VERSION_MINOR 1
#define WIMS_VERSION_PATCH 0
#define WIMS_VERSION_NUMBER(major, minor, patch) ((major)*1000000 + (minor)*1000 + (patch))
/* True when these headers are of this version or later. */
#define WIMS_VERSION_CHECK(major, minor, patch)                                         \
    (WIMS_VERSION_NUMBER(WIMS_VERSION_MAJOR, WIMS_VERSION_MINOR, WIMS_VERSION_PATCH) >= \
     WIMS_VERSION_NUMBER(major, minor, patch))
#endif

/* "0.1.0"; lives for ever. */
WIMS_C_API const char *wims_version(void);

/* ---- status */

/* 0, or minus (type * 65536 + cause). */
typedef int32_t wims_status;

#define WIMS_OK 0
#define WIMS_STATUS(type, cause) (-((int32_t)(type)*65536 + (int32_t)(cause)))
#define WIMS_STATUS_TYPE(status) ((int32_t)(-(status) / 65536))
#define WIMS_STATUS_CAUSE(status) ((int32_t)(-(status) % 65536))

/* Types: what to switch on. */
#define WIMS_TYPE_USAGE 1     /* the caller broke a documented rule */
#define WIMS_TYPE_IO 2        /* a socket, file or peer failed */
#define WIMS_TYPE_TIMEOUT 3   /* the deadline passed before an answer */
#define WIMS_TYPE_PROTOCOL 4  /* the peer sent something malformed */
#define WIMS_TYPE_AUTH 5      /* the peer may not do this */
#define WIMS_TYPE_NOT_FOUND 6 /* no such identity, context, stream, ... */
#define WIMS_TYPE_LIMIT 7     /* a configured or natural bound was reached */
#define WIMS_TYPE_CANCELLED 8 /* the asker went away */
#define WIMS_TYPE_INTERNAL 9  /* a defect of ours */

/* Causes from 100 on are the SIP or HTTP status that says this to the peer; 0 is none. */
#define WIMS_CAUSE_NULL_ARGUMENT 1
#define WIMS_CAUSE_WRONG_HANDLE 2     /* not a handle of this kind, or one that was destroyed */
#define WIMS_CAUSE_UNKNOWN_OPTION 3   /* a structure is longer than the library knows and its tail is not zero */
#define WIMS_CAUSE_SHORT_STRUCTURE 4  /* struct_size is too small to hold anything */
#define WIMS_CAUSE_BUFFER_TOO_SMALL 5 /* the size that is needed was written */
#define WIMS_CAUSE_OUT_OF_MEMORY 6

/* The type and cause in words; lives for ever. */
WIMS_C_API const char *wims_status_text(wims_status status);

/* What went wrong last on this thread, in words, in whichever of the libraries; "" when nothing did. For people: no token,
 * key or password is in it. Lives until the next call of the library on this thread. */
WIMS_C_API const char *wims_last_error(void);

/* ---- text */

typedef struct wims_str {
    const char *data;
    size_t size;
} wims_str;

/* A literal, or any array of characters that ends with NUL. */
#ifdef __cplusplus
/* clang-format off */
#define WIMS_STR(literal) wims_str{(literal), sizeof(literal) - 1}
/* clang-format on */
#else
/* clang-format off */
#define WIMS_STR(literal) ((wims_str){(literal), sizeof(literal) - 1})
/* clang-format on */
#endif

/* ---- log hook */

#define WIMS_LOG_DEBUG 1
#define WIMS_LOG_INFO 2
#define WIMS_LOG_WARNING 3
#define WIMS_LOG_ERROR 4

typedef struct wims_log_field {
    wims_str name;
    wims_str value;
} wims_log_field;

/* One line. All views live until write returns. Tokens, keys and passwords are never in it. */
typedef struct wims_log_record {
    uint32_t struct_size;
    int32_t level;
    wims_str entity; /* "wimpu-registrar", "ims-agw", "p-cscf" */
    wims_str trail;  /* 32 hex digits, or empty when the line belongs to no registration or call */
    wims_str text;
    const wims_log_field *fields;
    size_t field_count;
} wims_log_record;

/* Given at create and copied; `user` outlives the handle. write must not block and not call back in. */
typedef struct wims_log_sink_vt {
    uint32_t struct_size;
    int32_t threshold; /* lines below this level are not put together; 0: WIMS_LOG_INFO */
    void *user;
    void (*write)(void *user, const wims_log_record *record); /* NULL: no log */
} wims_log_sink_vt;

#define WIMS_LOG_SINK_VT_INIT \
    { sizeof(wims_log_sink_vt), 0, NULL, NULL }

#ifdef __cplusplus
}
#endif

#endif
