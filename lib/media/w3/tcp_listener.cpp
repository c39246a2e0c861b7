// SPDX-License-Identifier: Apache-2.0
#include "media/w3/tcp_listener.hpp"

#include <algorithm>
#include <array>

#include <wims/media/counters.hpp>

namespace wims::media {

namespace {

constexpr Duration sweep_interval = std::chrono::seconds(1);

}  // namespace

TcpListener::TcpListener(EventLoop& loop, net::Fd listening, std::size_t connections, Metrics& metrics, User& user)
    : loop_(loop), limit_(connections), metrics_(metrics), user_(user), sweep_(loop),
      acceptor_(loop, std::move(listening),
                [this](net::Fd fd, const TransportAddress& remote) { accepted(std::move(fd), remote); }) {}

void TcpListener::accepted(net::Fd fd, const TransportAddress& remote) {
    auto from = IpEndpoint::from(remote);
    if (!from || connections_.size() >= limit_ || unproven_ >= max_unproven)
        return count(metrics_, Counter::tcp_refused);
    from->tcp = true;
    auto connection = std::make_unique<TcpConnection>(
        loop_, std::move(fd), *from,
        TcpConnection::Events{
            [this](TcpConnection& c, std::span<const std::uint8_t> datagram) { received(c, datagram); },
            [this](TcpConnection& c) { closed(c); }});
    ++unproven_;
    connections_.insert_or_assign(*from, std::move(connection));
    if (!sweep_.running()) sweep_.start(sweep_interval, [this] { sweep(); });
}

void TcpListener::received(TcpConnection& connection, std::span<const std::uint8_t> datagram) {
    constexpr std::size_t tail = 64;
    alignas(8) std::array<std::uint8_t, FrameReader::max_octets + tail> slot;
    std::copy(datagram.begin(), datagram.end(), slot.begin());
    Packet packet{slot.data(), datagram.size(), slot.size()};
    user_.on_tcp_datagram(packet, connection.peer());
    if (connection.proven() || !user_.in_use(connection.peer())) return;
    connection.prove();
    --unproven_;
}

bool TcpListener::send(std::span<const std::uint8_t> datagram, const IpEndpoint& to) {
    const auto it = connections_.find(to);
    return it != connections_.end() && it->second->send(datagram);
}

void TcpListener::closed(TcpConnection& connection) {
    const auto it = connections_.find(connection.peer());
    if (it == connections_.end() || it->second.get() != &connection) return;
    if (!connection.proven()) --unproven_;
    ended_.push_back(std::move(it->second));
    connections_.erase(it);
    user_.on_tcp_closed(ended_.back()->peer());
}

void TcpListener::sweep() {
    ended_.clear();
    for (auto& [peer, connection] : connections_) {
        const bool idle = connection->proven() ? !user_.in_use(peer) : loop_.now() - connection->since() >= proof;
        if (!idle) continue;
        if (!connection->proven()) count(metrics_, Counter::tcp_refused);
        connection->end();
    }
    if (!connections_.empty() || !ended_.empty()) sweep_.start(sweep_interval, [this] { sweep(); });
}

}  // namespace wims::media
