// SPDX-License-Identifier: Apache-2.0
#include "common/net/acceptor.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>

#include "common/net/socket_address.hpp"
#include "common/net/sockets.hpp"

namespace wims::net {

namespace {

constexpr int accepts_a_turn = 64;
constexpr auto out_of_descriptors = std::chrono::milliseconds(100);
// The kernel would otherwise hide megabytes for a client that does not read.
constexpr int unsent_in_kernel = 65536;

void set_options(int fd) {
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_in_kernel, sizeof unsent_in_kernel);
}

}  // namespace

Acceptor::Acceptor(EventLoop& loop, Fd listening, Accepted accepted)
    : loop_(loop), listening_(std::move(listening)), accepted_(std::move(accepted)), pause_(loop) {
    loop_.watch(listening_.get(), EPOLLIN, [this](std::uint32_t) { accept_some(); });
}

Acceptor::~Acceptor() { loop_.unwatch(listening_.get()); }

TransportAddress Acceptor::local() const { return local_address(listening_.get()); }

void Acceptor::accept_some() {
    for (int i = 0; i < accepts_a_turn; ++i) {
        SocketAddress remote;
        Fd fd(::accept4(listening_.get(), remote.data(), &remote.length, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (fd) {
            set_options(fd.get());
            accepted_(std::move(fd), remote.transport());
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            loop_.rewatch(listening_.get(), 0);
            pause_.start(out_of_descriptors, [this] { loop_.rewatch(listening_.get(), EPOLLIN); });
            return;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) return;
        // Anything else is the fate of one connection that died in the queue.
    }
}

}  // namespace wims::net
