// SPDX-License-Identifier: Apache-2.0
#include "media/core_leg/burst.hpp"

#include <netinet/udp.h>

#include <cerrno>
#include <cstring>

#include "media/core_leg/socket_address.hpp"

namespace wims::media::core_leg {

namespace {

constexpr std::size_t worth = 4;              // shorter runs gain nothing
constexpr std::size_t largest_send = 60'000;  // octets of one run

std::span<const std::uint8_t> octets_of(const iovec& part) {
    return {static_cast<const std::uint8_t*>(part.iov_base), part.iov_len};
}

}  // namespace

bool Burst::add(UdpSocket& socket, std::span<const std::uint8_t> datagram, const IpEndpoint& to) noexcept {
    const std::size_t size = count_ == 0 ? datagram.size() : parts_.front().iov_len;
    const bool of_run = count_ > 0 && count_ < longest && !closed_ && socket_ == &socket && to_ == to &&
                        datagram.size() <= size && (count_ + 1) * size <= largest_send;
    const bool sent = of_run || flush();
    if (count_ == 0) {
        socket_ = &socket;
        to_ = to;
    }
    closed_ = count_ > 0 && datagram.size() < size;
    parts_[count_++] = {const_cast<std::uint8_t*>(datagram.data()), datagram.size()};
    return sent;
}

bool Burst::flush() noexcept {
    if (count_ == 0) return true;
    const bool sent = (count_ >= worth && cut_up_ && send_as_one()) || send_each();
    count_ = 0;
    closed_ = false;
    return sent;
}

bool Burst::send_as_one() noexcept {
    sockaddr_storage address;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(std::uint16_t))> control{};
    msghdr message{};
    message.msg_name = &address;
    message.msg_namelen = to_kernel(to_, address);
    message.msg_iov = parts_.data();
    message.msg_iovlen = count_;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
    const auto segment = static_cast<std::uint16_t>(parts_.front().iov_len);
    std::memcpy(CMSG_DATA(header), &segment, sizeof segment);
    if (sendmsg(socket_->fd(), &message, MSG_NOSIGNAL) >= 0) return true;
    // An interface that cannot, or a size over its MTU: one by one, now and from now on.
    if (errno == EIO || errno == EINVAL || errno == EMSGSIZE) cut_up_ = false;
    return false;
}

bool Burst::send_each() noexcept {
    bool all = true;
    for (std::size_t i = 0; i < count_; ++i) all &= socket_->send(octets_of(parts_[i]), to_);
    return all;
}

}  // namespace wims::media::core_leg
