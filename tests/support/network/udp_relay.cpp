// SPDX-License-Identifier: Apache-2.0
#include "support/network/udp_relay.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "common/net/socket_address.hpp"
#include "common/net/sockets.hpp"

namespace wims::test {

namespace {

using Datagram = std::array<std::uint8_t, 65536>;

TimePoint clock_now() {
    return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

bool readable(int fd) {
    pollfd one{fd, POLLIN, 0};
    return ::poll(&one, 1, 0) == 1;
}

}  // namespace

Result<std::unique_ptr<UdpRelay>> UdpRelay::create(const Config& config) {
    if (auto server = net::SocketAddress::from(config.server); !server) return server.error();
    auto near = net::bind_udp(config.listen);
    if (!near) return near.error();
    return std::unique_ptr<UdpRelay>(new UdpRelay(config, std::move(*near)));
}

TransportAddress UdpRelay::address() const { return net::local_address(near_.get()); }

void UdpRelay::run(Duration at_most) {
    const TimePoint end = clock_now() + at_most;
    for (TimePoint now = clock_now(); now < end; now = clock_now()) {
        wait(now, end);
        now = clock_now();
        while (readable(near_.get())) receive_near(now);
        for (auto& [address, client] : clients_) {
            while (readable(client.far.get())) receive_far(client, now);
            deliver(client, now);
        }
    }
}

int UdpRelay::wait(TimePoint now, TimePoint end) const {
    std::vector<pollfd> sockets{{near_.get(), POLLIN, 0}};
    TimePoint until = end;
    for (const auto& [address, client] : clients_) {
        sockets.push_back({client.far.get(), POLLIN, 0});
        for (const auto* path : {&client.to_server, &client.to_client})
            if (const auto due = path->deadline()) until = std::min(until, *due);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(std::max(until - now, Duration{}));
    return ::poll(sockets.data(), sockets.size(), static_cast<int>(left.count()));
}

void UdpRelay::receive_near(TimePoint now) {
    Datagram octets;
    net::SocketAddress from;
    const auto n = ::recvfrom(near_.get(), octets.data(), octets.size(), 0, from.data(), &from.length);
    if (n < 0) return;
    if (auto* to = client(from.transport())) to->to_server.send({octets.data(), static_cast<std::size_t>(n)}, now);
}

void UdpRelay::receive_far(Client& client, TimePoint now) {
    Datagram octets;
    const auto n = ::recv(client.far.get(), octets.data(), octets.size(), 0);
    if (n >= 0) client.to_client.send({octets.data(), static_cast<std::size_t>(n)}, now);
}

void UdpRelay::deliver(Client& client, TimePoint now) {
    while (const auto octets = client.to_server.take(now)) ::send(client.far.get(), octets->data(), octets->size(), 0);
    const auto to = net::SocketAddress::from(client.address);
    while (const auto octets = client.to_client.take(now))
        ::sendto(near_.get(), octets->data(), octets->size(), 0, to->data(), to->length);
}

UdpRelay::Client* UdpRelay::client(const TransportAddress& from) {
    const auto name = to_string(from);
    if (const auto known = clients_.find(name); known != clients_.end()) return &known->second;
    auto far = net::bind_udp({config_.listen.ip, 0});
    const auto server = net::SocketAddress::from(config_.server);
    if (!far || ::connect(far->get(), server->data(), server->length) != 0) return nullptr;
    const std::uint64_t seed = config_.seed + 2 * clients_.size();
    return &clients_
                .emplace(name, Client{from, std::move(*far), ImpairedPath(config_.to_server, seed),
                                      ImpairedPath(config_.to_client, seed + 1)})
                .first->second;
}

}  // namespace wims::test
