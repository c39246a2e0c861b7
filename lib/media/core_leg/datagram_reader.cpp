// SPDX-License-Identifier: Apache-2.0
#include "media/core_leg/datagram_reader.hpp"

#include "media/core_leg/socket_address.hpp"

namespace wims::media::core_leg {

DatagramReader::DatagramReader() : slots_(std::make_unique<std::array<Slot, batch>>()) {
    for (std::size_t i = 0; i < batch; ++i) {
        Slot& slot = (*slots_)[i];
        slot.vector = {slot.octets.data(), slot_octets - tail_octets};
        headers_[i].msg_hdr.msg_iov = &slot.vector;
        headers_[i].msg_hdr.msg_iovlen = 1;
        headers_[i].msg_hdr.msg_name = &slot.from;
    }
}

std::span<DatagramReader::Received> DatagramReader::read(int fd, TimePoint& last, TimePoint now) {
    const bool burst = now - last < std::chrono::milliseconds(1);
    last = now;
    return read_some(fd, burst ? batch : 1);
}

std::span<DatagramReader::Received> DatagramReader::read_some(int fd, std::size_t most) {
    for (std::size_t i = 0; i < most; ++i) headers_[i].msg_hdr.msg_namelen = sizeof(sockaddr_storage);
    const int n = recvmmsg(fd, headers_.data(), static_cast<unsigned>(most), MSG_DONTWAIT, nullptr);
    std::size_t count = 0;
    for (int i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if ((headers_[at].msg_hdr.msg_flags & MSG_TRUNC) != 0) continue;
        Slot& slot = (*slots_)[at];
        received_[count++] = {Packet{slot.octets.data(), headers_[at].msg_len, slot_octets}, from_kernel(slot.from)};
    }
    return {received_.data(), count};
}

}  // namespace wims::media::core_leg
