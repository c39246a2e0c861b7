// SPDX-License-Identifier: Apache-2.0
#include "support/tls/client.hpp"

#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "common/net/socket_address.hpp"

namespace wims::test {

int connect_tcp(const TransportAddress& server, int receive_buffer) {
    auto native = net::SocketAddress::from(server);
    if (!native) return -1;
    const int fd = ::socket(native->family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0) ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    if (::connect(fd, native->data(), native->length) == 0) return fd;
    ::close(fd);
    return -1;
}

namespace {

/// OpenSSL's socket BIO raises SIGPIPE. It is kept from the client's thread, and only while it is in OpenSSL: the code
/// under test has to do without.
class NoPipe {
public:
    NoPipe() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~NoPipe() {
        const timespec none{};
        sigtimedwait(&pipe_, nullptr, &none);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

private:
    sigset_t pipe_, before_;
};

}  // namespace

struct TlsClient::State {
    int fd = -1;
    SSL_CTX* context = nullptr;
    SSL* ssl = nullptr;
    bool connected = false;
    bool ended = false;
    std::string buffer;  // read beyond what was asked for

    ~State() {
        SSL_free(ssl);
        SSL_CTX_free(context);
        if (fd >= 0) ::close(fd);
    }
};

TlsClient::TlsClient(const TransportAddress& server, const Options& options) : state_(std::make_unique<State>()) {
    state_->fd = connect_tcp(server, options.receive_buffer);
    state_->context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(state_->context, TLS1_VERSION);
    SSL_CTX_set_security_level(state_->context, 0);
    if (options.max_version != 0) SSL_CTX_set_max_proto_version(state_->context, options.max_version);
    state_->ssl = SSL_new(state_->context);
    if (!options.alpn.empty())
        SSL_set_alpn_protos(state_->ssl, reinterpret_cast<const unsigned char*>(options.alpn.data()),
                            static_cast<unsigned>(options.alpn.size()));
    SSL_set_fd(state_->ssl, state_->fd);
    const NoPipe quiet;
    const timeval seconds{5, 0};
    ::setsockopt(state_->fd, SOL_SOCKET, SO_RCVTIMEO, &seconds, sizeof seconds);
    ::setsockopt(state_->fd, SOL_SOCKET, SO_SNDTIMEO, &seconds, sizeof seconds);
    state_->connected = state_->fd >= 0 && SSL_connect(state_->ssl) == 1;
}

TlsClient::~TlsClient() = default;

bool TlsClient::connected() const noexcept { return state_->connected; }
std::string TlsClient::version() const { return SSL_get_version(state_->ssl); }

bool TlsClient::write(std::string_view octets) {
    const NoPipe quiet;
    return SSL_write(state_->ssl, octets.data(), static_cast<int>(octets.size())) == static_cast<int>(octets.size());
}

std::string TlsClient::read() {
    if (!state_->buffer.empty()) return std::exchange(state_->buffer, {});
    if (state_->ended) return {};
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        pollfd waiting{state_->fd, POLLIN, 0};
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (SSL_pending(state_->ssl) == 0 && ::poll(&waiting, 1, std::max(0, static_cast<int>(left.count()))) == 0)
            return {};
        const NoPipe quiet;
        char chunk[16384];
        const int n = SSL_read(state_->ssl, chunk, sizeof chunk);
        if (n > 0) return {chunk, static_cast<std::size_t>(n)};
        if (SSL_get_error(state_->ssl, n) == SSL_ERROR_WANT_READ) continue;  // a session ticket
        state_->ended = true;
        return {};
    }
}

std::string TlsClient::read_until(std::string_view end) {
    std::string all;
    for (;;) {
        const auto more = read();
        if (more.empty()) return all;
        all += more;
        const auto at = all.find(end);
        if (at == std::string::npos) continue;
        state_->buffer = all.substr(at + end.size());
        return all.substr(0, at + end.size());
    }
}

std::string TlsClient::read_all() {
    std::string all;
    for (auto more = read(); !more.empty(); more = read()) all += more;
    return all;
}

bool TlsClient::ended() {
    read_all();
    return state_->ended;
}

void TlsClient::reset() {
    const linger now{1, 0};
    ::setsockopt(state_->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(std::exchange(state_->fd, -1));
}

}  // namespace wims::test
