// SPDX-License-Identifier: Apache-2.0
#include "media/core_leg/udp_socket.hpp"

#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "media/core_leg/socket_address.hpp"

namespace wims::media::core_leg {

UdpSocket::UdpSocket(UdpSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)), local_(other.local_) {}

UdpSocket& UdpSocket::operator=(UdpSocket&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(local_, other.local_);
    return *this;
}

UdpSocket::~UdpSocket() {
    if (fd_ >= 0) close(fd_);
}

Result<UdpSocket> UdpSocket::bind(const IpEndpoint& local, int buffer_octets) {
    const auto failed = [&local](const char* what) {
        const std::string reason = std::generic_category().message(errno);
        return Error{ErrorKind::io, std::string(what) + " " + to_string(local.text()) + ": " + reason, 503};
    };
    UdpSocket socket;
    socket.fd_ = ::socket(local.v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket.fd_ < 0) return failed("no socket for");
    if (buffer_octets > 0) {
        setsockopt(socket.fd_, SOL_SOCKET, SO_RCVBUF, &buffer_octets, sizeof buffer_octets);
        setsockopt(socket.fd_, SOL_SOCKET, SO_SNDBUF, &buffer_octets, sizeof buffer_octets);
    }
    sockaddr_storage address{};
    socklen_t size = to_kernel(local, address);
    if (::bind(socket.fd_, reinterpret_cast<const sockaddr*>(&address), size) != 0) return failed("cannot bind");
    size = sizeof address;
    if (getsockname(socket.fd_, reinterpret_cast<sockaddr*>(&address), &size) != 0) return failed("no name for");
    socket.local_ = from_kernel(address);
    return socket;
}

bool UdpSocket::mark(std::uint8_t dscp) noexcept {
    const int octet = dscp << 2;  // the lower two bits are ECN's [RFC 3168 5]
    return setsockopt(fd_, local_.v6 ? IPPROTO_IPV6 : IPPROTO_IP, local_.v6 ? IPV6_TCLASS : IP_TOS, &octet,
                      sizeof octet) == 0;
}

bool UdpSocket::send(std::span<const std::uint8_t> datagram, const IpEndpoint& to) noexcept {
    sockaddr_storage address;
    const socklen_t size = to_kernel(to, address);
    return sendto(fd_, datagram.data(), datagram.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address),
                  size) == static_cast<ssize_t>(datagram.size());
}

}  // namespace wims::media::core_leg
