/* SPDX-License-Identifier: Apache-2.0 */
/* A stranger's C99 program with a data plane of its own: two UDP sockets, poll and its own clock drive one session. A
 * client on the other socket sends a connectivity check with a wrong user and hears the session's refusal. */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <wims/media.h>

#include "check.h"

static int64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int bound(struct sockaddr_in* address) {
    socklen_t size = sizeof *address;
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(fd >= 0 && bind(fd, (struct sockaddr*)address, sizeof *address) == 0);
    CHECK(getsockname(fd, (struct sockaddr*)address, &size) == 0);
    return fd;
}

static void send_access(void* user, const uint8_t* octets, size_t size, const wims_ip_endpoint* to) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    memcpy(&address.sin_addr, to->ip, 4);
    address.sin_port = htons(to->port);
    CHECK(sendto(*(int*)user, octets, size, 0, (struct sockaddr*)&address, sizeof address) == (ssize_t)size);
}

static void send_core(void* user, size_t stream, int32_t port, const uint8_t* octets, size_t size,
                      const wims_ip_endpoint* to) {
    (void)user, (void)stream, (void)port, (void)octets, (void)size, (void)to;
}

/* Hands the session what comes within its deadline, and the time. */
static void serve_once(wims_media_session* session, int fd) {
    struct pollfd waiting = {fd, POLLIN, 0};
    int64_t deadline = 0, now = now_us();
    int wait_ms = 1000;
    CHECK(wims_media_session_get_deadline(&deadline, session) == WIMS_OK);
    if (deadline != INT64_MAX && deadline < now + 1000000)
        wait_ms = deadline > now ? (int)((deadline - now) / 1000 + 1) : 0;
    if (poll(&waiting, 1, wait_ms) > 0) {
        uint8_t buffer[2048];
        struct sockaddr_in from;
        socklen_t from_size = sizeof from;
        wims_ip_endpoint remote = {{0}, 0, 0, 0, {0}};
        const ssize_t size =
            recvfrom(fd, buffer, sizeof buffer - WIMS_MEDIA_TAIL_OCTETS, 0, (struct sockaddr*)&from, &from_size);
        CHECK(size > 0);
        memcpy(remote.ip, &from.sin_addr, 4);
        remote.port = ntohs(from.sin_port);
        CHECK(wims_media_session_receive_access(session, buffer, (size_t)size, sizeof buffer, &remote, now_us()) ==
              WIMS_OK);
    }
    CHECK(wims_media_session_handle_time(session, now_us()) == WIMS_OK);
}

int main(void) {
    /* A Binding request with a USERNAME and no integrity. [RFC 8489 5] */
    static const uint8_t check[28] = {0, 1, 0, 8,  0x21, 0x12, 0xA4, 0x42, 1, 2, 3,   4,   5,   6,
                                      7, 8, 9, 10, 11,   12,   0,    6,    0, 4, 'a', ':', 'b', 'c'};
    wims_media_engine_config config = WIMS_MEDIA_ENGINE_CONFIG_INIT;
    wims_media_output_vt output = WIMS_MEDIA_OUTPUT_VT_INIT;
    wims_media_local local = WIMS_MEDIA_LOCAL_INIT;
    wims_iq_stream stream = WIMS_IQ_STREAM_INIT;
    wims_iq_plan plan = WIMS_IQ_PLAN_INIT;
    wims_media_engine* engine = NULL;
    wims_media_session* session = NULL;
    struct sockaddr_in session_address, client_address;
    int session_fd = bound(&session_address), client_fd = bound(&client_address);
    struct pollfd answered = {0, POLLIN, 0};
    uint8_t answer[512];

    CHECK(wims_media_engine_create(&engine, &config) == WIMS_OK);
    output.user = &session_fd;
    output.send_access = send_access;
    output.send_core = send_core;
    plan.streams = &stream;
    plan.stream_count = 1;
    CHECK(wims_media_session_create(&session, engine, &plan, &output, now_us()) == WIMS_OK);
    CHECK(wims_media_session_get_local(&local, session) == WIMS_OK);
    CHECK(local.ufrag.size >= 4 && local.pwd.size >= 22);

    CHECK(sendto(client_fd, check, sizeof check, 0, (struct sockaddr*)&session_address, sizeof session_address) ==
          sizeof check);
    serve_once(session, session_fd);
    answered.fd = client_fd;
    CHECK(poll(&answered, 1, 2000) == 1);
    CHECK(recv(client_fd, answer, sizeof answer, 0) > 20);
    CHECK(answer[0] == 1 && answer[1] == 0x11); /* Binding error response */
    printf("webrtc-ims %s: session %.*s, fingerprint %.*s %.17s..., a stranger's check was refused\n", wims_version(),
           (int)local.ufrag.size, local.ufrag.data, (int)local.fingerprint.hash.size, local.fingerprint.hash.data,
           local.fingerprint.value.data);
    CHECK(wims_media_session_release(session, NULL, NULL) == WIMS_OK);
    wims_media_session_destroy(session);
    wims_media_engine_destroy(engine);
    close(session_fd);
    close(client_fd);
    return 0;
}
