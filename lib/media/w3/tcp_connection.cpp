// SPDX-License-Identifier: Apache-2.0
#include "media/w3/tcp_connection.hpp"

#include <string>
#include <utility>

namespace wims::media {

TcpConnection::TcpConnection(EventLoop& loop, net::Fd fd, const IpEndpoint& peer, Events events)
    : peer_(peer), since_(loop.now()), events_(std::move(events)),
      stream_(loop, net::make_tcp_channel(std::move(fd)), *this) {}

bool TcpConnection::send(std::span<const std::uint8_t> datagram) {
    if (stream_.unsent() > max_unsent) return false;
    const auto header = FrameReader::header(datagram.size());
    std::string frame(reinterpret_cast<const char*>(header.data()), header.size());
    frame.append(reinterpret_cast<const char*>(datagram.data()), datagram.size());
    stream_.write(frame);  // in one piece, so that it leaves in one segment
    return true;
}

void TcpConnection::on_data(std::string_view octets) {
    const std::span<const std::uint8_t> read(reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size());
    const bool good =
        frames_.feed(read, [this](std::span<const std::uint8_t> datagram) { events_.datagram(*this, datagram); });
    if (!good) stream_.abort("a frame longer than any datagram");
}

}  // namespace wims::media
