// SPDX-License-Identifier: Apache-2.0
#include "common/net/sockets.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <cerrno>
#include <cstring>

#include "common/net/socket_address.hpp"

namespace wims::net {

namespace {

constexpr int backlog = 1024;

Error failed(const char* what, const TransportAddress& address) {
    return {ErrorKind::io, std::string(what) + " " + to_string(address) + ": " + std::strerror(errno)};
}

Result<Fd> bound(const TransportAddress& address, int type, bool share_port) {
    auto native = SocketAddress::from(address);
    if (!native) return native.error();
    Fd fd(::socket(native->family(), type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd) return failed("socket for", address);

    const int on = 1;
    if (type == SOCK_STREAM) ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (native->family() == AF_INET6) ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (share_port && ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
        return failed("share", address);
    if (::bind(fd.get(), native->data(), native->length) != 0) return failed("bind", address);
    return fd;
}

}  // namespace

Result<Fd> listen_tcp(const TransportAddress& address, bool share_port) {
    auto fd = bound(address, SOCK_STREAM, share_port);
    if (fd && ::listen(fd->get(), backlog) != 0) return failed("listen on", address);
    return fd;
}

Result<Fd> bind_udp(const TransportAddress& address, bool share_port) { return bound(address, SOCK_DGRAM, share_port); }

Result<Fd> connect_tcp(const TransportAddress& address) {
    auto native = SocketAddress::from(address);
    if (!native) return native.error();
    Fd fd(::socket(native->family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd) return failed("socket for", address);
    const int on = 1;
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(fd.get(), native->data(), native->length) != 0 && errno != EINPROGRESS)
        return failed("connect to", address);
    return fd;
}

TransportAddress local_address(int fd) {
    SocketAddress native;
    if (::getsockname(fd, native.data(), &native.length) != 0) return {};
    return native.transport();
}

}  // namespace wims::net
