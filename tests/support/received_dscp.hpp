// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>

namespace wims::test {

/// The DiffServ code point of the next datagram, from a socket that was asked to tell (IP_RECVTOS, IPV6_RECVTCLASS); -1: none.
inline int received_dscp(int fd) {
    pollfd ready{fd, POLLIN, 0};
    if (poll(&ready, 1, 3000) <= 0) return -1;
    std::array<char, 2048> octets;
    alignas(cmsghdr) std::array<char, 128> control;
    iovec part{octets.data(), octets.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (recvmsg(fd, &message, 0) < 0) return -1;
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
        const bool v4 = header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_TOS;
        const bool v6 = header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_TCLASS;
        if (v4 || v6) return *reinterpret_cast<const unsigned char*>(CMSG_DATA(header)) >> 2;
    }
    return -1;
}

}  // namespace wims::test
