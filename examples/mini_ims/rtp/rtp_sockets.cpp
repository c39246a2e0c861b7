// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/rtp/rtp_sockets.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace wims::mini_ims {

namespace {
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;
};

std::optional<SocketAddress> socket_address(const TransportAddress& address) {
    SocketAddress out;
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (inet_pton(AF_INET, address.ip.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(address.port);
        std::memcpy(&out.storage, &v4, out.length = sizeof v4);
    } else if (inet_pton(AF_INET6, address.ip.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(address.port);
        std::memcpy(&out.storage, &v6, out.length = sizeof v6);
    } else {
        return std::nullopt;
    }
    return out;
}

/// -1 when the address is taken.
int bound_socket(const TransportAddress& address) {
    const auto to = socket_address(address);
    if (!to) return -1;
    const int fd = socket(to->storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&to->storage), to->length) == 0) return fd;
    close(fd);
    return -1;
}

WallTime arrival_of(msghdr& header) {
    for (auto* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS) continue;
        timespec stamp{};
        std::memcpy(&stamp, CMSG_DATA(c), sizeof stamp);
        return WallTime(std::chrono::seconds(stamp.tv_sec) + std::chrono::nanoseconds(stamp.tv_nsec));
    }
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}
}  // namespace

Result<std::unique_ptr<RtpSockets>> RtpSockets::bind(const std::string& ip, PortRange range) {
    for (unsigned port = range.first + (range.first & 1u); port + 1 <= range.last; port += 2) {
        const int rtp = bound_socket({ip, static_cast<std::uint16_t>(port)});
        if (rtp < 0) continue;
        const int rtcp = bound_socket({ip, static_cast<std::uint16_t>(port + 1)});
        if (rtcp >= 0) return std::unique_ptr<RtpSockets>(new RtpSockets(rtp, rtcp, static_cast<std::uint16_t>(port)));
        close(rtp);
    }
    return Error{ErrorKind::limit, "no free RTP port pair on " + ip, 503};
}

RtpSockets::~RtpSockets() {
    close(rtp_);
    close(rtcp_);
}

void RtpSockets::send(int socket, View octets, const TransportAddress& to) noexcept {
    if (const auto address = socket_address(to))
        sendto(socket, octets.data(), octets.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address->storage),
               address->length);
}

std::optional<RtpSockets::Datagram> RtpSockets::receive(int socket) {
    std::array<std::uint8_t, 2048> octets;
    alignas(cmsghdr) std::array<char, 128> control;
    iovec part{octets.data(), octets.size()};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const auto n = recvmsg(socket, &header, 0);
    if (n < 0) return std::nullopt;
    return Datagram{{octets.begin(), octets.begin() + n}, arrival_of(header)};
}

}  // namespace wims::mini_ims
