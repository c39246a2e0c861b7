/* SPDX-License-Identifier: Apache-2.0 */
/* The media engine and the IMS-ALG in a data plane of one's own, in C: two UDP sockets, poll(2) and a clock, nothing else.
 * One browser's SDP offer comes on standard input, up to a line with a dot; the answer goes to standard output. The core leg
 * leads back to itself: the browser hears what it says. It ends when the browser does, or the input.
 *   own-io-echo-c [IP] */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <wims/media.h>
#include <wims/signalling.h>

#define TEXT 16384

enum { ACCESS, CORE_RTP, CORE_RTCP, SOCKETS };

typedef struct echo {
    const char* ip;
    int fd[SOCKETS];
    uint16_t port[SOCKETS];
    int gone;
    wims_media_engine* engine;
    wims_media_session* session;
    wims_alg* call;
    wims_media_output_vt output;
} echo;

static int64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void must(wims_status status, const char* what) {
    if (status == WIMS_OK) return;
    fprintf(stderr, "error: %s: %s\n", what, wims_last_error());
    exit(2);
}

static void open_sockets(echo* e) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    for (int i = 0; i < SOCKETS; ++i) {
        memset(&address, 0, sizeof address);
        address.sin_family = AF_INET;
        e->fd[i] = socket(AF_INET, SOCK_DGRAM, 0);
        if (inet_pton(AF_INET, e->ip, &address.sin_addr) != 1 ||
            bind(e->fd[i], (struct sockaddr*)&address, sizeof address) != 0 ||
            getsockname(e->fd[i], (struct sockaddr*)&address, &size) != 0) {
            fprintf(stderr, "error: no IPv4 address of this machine: %s\n", e->ip);
            exit(2);
        }
        e->port[i] = ntohs(address.sin_port);
    }
}

/* What the engine makes. */

static void send_to(int fd, const uint8_t* octets, size_t size, const wims_ip_endpoint* to) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    memcpy(&address.sin_addr, to->ip, 4);
    address.sin_port = htons(to->port);
    /* A datagram that is lost here is lost like any other. */
    if (sendto(fd, octets, size, 0, (struct sockaddr*)&address, sizeof address) < 0) return;
}
static void send_access(void* user, const uint8_t* octets, size_t size, const wims_ip_endpoint* to) {
    send_to(((echo*)user)->fd[ACCESS], octets, size, to);
}
static void send_core(void* user, size_t stream, int32_t port, const uint8_t* octets, size_t size,
                      const wims_ip_endpoint* to) {
    (void)stream;
    send_to(((echo*)user)->fd[port == WIMS_CORE_RTP ? CORE_RTP : CORE_RTCP], octets, size, to);
}
static void on_event(void* user, const wims_media_event* event) {
    fprintf(stderr, "event %d %.*s\n", (int)event->kind, (int)event->detail.size, event->detail.data);
    if (event->kind == WIMS_EVENT_DTLS_CLOSED || event->kind == WIMS_EVENT_DTLS_FAILED ||
        event->kind == WIMS_EVENT_CONSENT_LOST)
        ((echo*)user)->gone = 1;
}
static void on_released(void* user, const wims_media_statistics* told) {
    (void)user;
    fprintf(stderr, "%llu packets to the core, %llu back\n", (unsigned long long)told->packets_to_core,
            (unsigned long long)told->packets_to_access);
}

/* SDP in and out. */

static size_t read_offer(char* text) {
    char line[2048];
    size_t size = 0;
    while (fgets(line, sizeof line, stdin) != NULL && line[0] != '.') {
        const size_t n = strlen(line);
        if (size + n > TEXT) break;
        memcpy(text + size, line, n);
        size += n;
    }
    return size;
}

static void on_offered(void* user, const wims_iq_plan* plan) {
    echo* e = user;
    must(wims_media_session_create(&e->session, e->engine, plan, &e->output, now_us()), "session");
}
static void on_agreed(void* user, const wims_iq_plan* plan) {
    must(wims_media_session_configure(((echo*)user)->session, plan, now_us()), "configure");
}

/* What Iq's reserve would have given. */
static void tell_reserved(echo* e) {
    wims_media_local local = WIMS_MEDIA_LOCAL_INIT;
    wims_alg_gateway gateway = WIMS_ALG_GATEWAY_INIT;
    wims_alg_core_local core = {0, 0, 0, {NULL, 0}};
    must(wims_media_session_get_local(&local, e->session), "local");
    core.rtp_port = e->port[CORE_RTP];
    core.rtcp_port = e->port[CORE_RTCP];
    core.ip.data = gateway.access_ip.data = e->ip;
    core.ip.size = gateway.access_ip.size = strlen(e->ip);
    gateway.access_port = e->port[ACCESS];
    gateway.ufrag = local.ufrag;
    gateway.pwd = local.pwd;
    gateway.fingerprint = local.fingerprint;
    gateway.core = &core;
    gateway.core_count = 1;
    must(wims_alg_reserved(e->call, &gateway), "reserved");
}

/* A phone that takes G.711, and whose ports are the gateway's own: what is sent there comes back. */
static void answer_as_phone(echo* e) {
    char text[512];
    wims_str sdp = {text, 0};
    sdp.size = (size_t)snprintf(text, sizeof text,
                                "v=0\r\no=- 1 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\n"
                                "m=audio %u RTP/AVP 0\r\na=rtcp:%u\r\n",
                                e->ip, e->ip, e->port[CORE_RTP], e->port[CORE_RTCP]);
    must(wims_alg_answer(e->call, WIMS_SIDE_CORE, sdp, on_agreed, e), "the phone's answer");
}

/* The loop. */

static int milliseconds_until_deadline(const wims_media_session* session) {
    int64_t deadline = 0;
    must(wims_media_session_get_deadline(&deadline, session), "deadline");
    const int64_t left = deadline == INT64_MAX ? INT64_MAX : deadline - now_us();
    return left <= 0 ? 0 : left > 60000000 ? 60000 : (int)((left + 999) / 1000);
}

static void receive(echo* e, int which) {
    uint8_t slot[2048];
    struct sockaddr_in address;
    socklen_t address_size = sizeof address;
    wims_ip_endpoint from = {{0}, 0, 0, 0, {0}};
    const ssize_t n = recvfrom(e->fd[which], slot, sizeof slot - WIMS_MEDIA_TAIL_OCTETS, MSG_DONTWAIT,
                               (struct sockaddr*)&address, &address_size);
    if (n <= 0) return;
    memcpy(from.ip, &address.sin_addr, 4);
    from.port = ntohs(address.sin_port);
    if (which == ACCESS)
        must(wims_media_session_receive_access(e->session, slot, (size_t)n, sizeof slot, &from, now_us()), "access");
    else
        must(wims_media_session_receive_core(e->session, 0, which == CORE_RTP ? WIMS_CORE_RTP : WIMS_CORE_RTCP, slot,
                                             (size_t)n, sizeof slot, &from, now_us()),
             "core");
}

static void serve(echo* e) {
    while (!e->gone) {
        struct pollfd fds[SOCKETS + 1];
        for (int i = 0; i < SOCKETS; ++i) fds[i] = (struct pollfd){e->fd[i], POLLIN, 0};
        fds[SOCKETS] = (struct pollfd){STDIN_FILENO, POLLIN, 0};
        poll(fds, SOCKETS + 1, milliseconds_until_deadline(e->session));
        for (int i = 0; i < SOCKETS; ++i)
            if (fds[i].revents != 0) receive(e, i);
        if (fds[SOCKETS].revents != 0 && getchar() == EOF) return;
        must(wims_media_session_handle_time(e->session, now_us()), "time");
    }
}

int main(int argc, char** argv) {
    static char text[TEXT];
    size_t size = sizeof text;
    echo e = {argc > 1 ? argv[1] : "127.0.0.1", {-1, -1, -1}, {0, 0, 0}, 0, NULL, NULL, NULL,
              WIMS_MEDIA_OUTPUT_VT_INIT};
    wims_media_engine_config engine_config = WIMS_MEDIA_ENGINE_CONFIG_INIT;
    wims_alg_config alg_config = WIMS_ALG_CONFIG_INIT;
    wims_str offer = {text, 0};

    e.output.user = &e;
    e.output.send_access = send_access;
    e.output.send_core = send_core;
    e.output.event = on_event;
    open_sockets(&e);
    must(wims_media_engine_create(&e.engine, &engine_config), "engine");
    must(wims_alg_create(&e.call, &alg_config), "IMS-ALG");

    offer.size = read_offer(text);
    must(wims_alg_offer(e.call, WIMS_SIDE_ACCESS, offer, on_offered, &e), "the offer");
    tell_reserved(&e);
    answer_as_phone(&e);
    must(wims_alg_forwarded_answer(text, &size, e.call), "the answer");
    printf("%.*s.\r\n", (int)size, text);
    fflush(stdout);

    serve(&e);
    must(wims_media_session_release(e.session, on_released, NULL), "release");
    wims_media_session_destroy(e.session);
    wims_alg_destroy(e.call);
    wims_media_engine_destroy(e.engine);
    for (int i = 0; i < SOCKETS; ++i) close(e.fd[i]);
    return 0;
}
