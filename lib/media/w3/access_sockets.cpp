// SPDX-License-Identifier: Apache-2.0
#include "media/w3/access_sockets.hpp"

#include <algorithm>

#include "common/net/sockets.hpp"

namespace wims::media {

namespace {

constexpr int socket_buffer = 4 << 20;

/// [RFC 8445 5.1.2.1]: type preference 126 for UDP, 90 for TCP; IPv6 before IPv4; component 1. The upper bits of a TCP
/// candidate's local preference are 4, of a passive host. [RFC 6544 4.2]
std::uint32_t priority(bool tcp, bool v6) {
    const std::uint32_t family = v6 ? 1 : 0;
    const std::uint32_t local = tcp ? (4U << 13) + family : 65534 + family;
    return ((tcp ? 90U : 126U) << 24) + (local << 8) + 255;
}

Error usage(std::string text) { return {ErrorKind::usage, std::move(text), 0}; }

}  // namespace

Result<AccessSockets> AccessSockets::bind(const ImsAgwConfig& config) {
    AccessSockets made;
    made.tcp_wanted_ = config.ice_tcp;
    std::vector<Endpoint> wanted{config.w3};
    wanted.insert(wanted.end(), config.w3_also.begin(), config.w3_also.end());
    for (const auto& endpoint : wanted) {
        const auto local = IpEndpoint::from(endpoint.bind);
        if (!local) return usage("w3 address is not numeric: " + endpoint.bind.ip);
        if (std::ranges::any_of(made.udp_, [&](const auto& other) { return other.local().v6 == local->v6; }))
            return usage("w3_also: " + endpoint.bind.ip + " is of the same address family as w3");
        auto udp = core_leg::UdpSocket::bind(*local, socket_buffer);
        if (!udp) return udp.error();
        udp->mark(config.dscp_w3);
        if (config.ice_tcp) {
            auto tcp = net::listen_tcp(udp->local().text());
            if (!tcp) return tcp.error();
            made.listening_.push_back(std::move(*tcp));
        }
        made.udp_.push_back(std::move(*udp));
        made.advertised_.push_back(endpoint.advertised());
    }
    return made;
}

void AccessSockets::start(EventLoop& loop, std::size_t connections, Metrics& metrics, TcpListener::User& user) {
    for (auto& listening : listening_)
        tcp_.push_back(std::make_unique<TcpListener>(loop, std::move(listening), connections, metrics, user));
    listening_.clear();
}

std::vector<w3::IceCandidate> AccessSockets::candidates() const {
    std::vector<w3::IceCandidate> out;
    for (const bool tcp : {false, true}) {
        if (tcp && !tcp_wanted_) break;
        for (std::size_t i = 0; i < udp_.size(); ++i)
            out.push_back({std::to_string(out.size() + 1), 1, tcp ? "TCP" : "UDP", priority(tcp, udp_[i].local().v6),
                           advertised_[i], udp_[i].local().port, "host", tcp ? "passive" : ""});
    }
    return out;
}

core_leg::UdpSocket* AccessSockets::udp(const IpEndpoint& to) noexcept {
    for (auto& socket : udp_)
        if (!to.tcp && socket.local().v6 == to.v6) return &socket;
    return nullptr;
}

bool AccessSockets::send(std::span<const std::uint8_t> datagram, const IpEndpoint& to) noexcept {
    for (std::size_t i = 0; i < udp_.size(); ++i) {
        if (udp_[i].local().v6 != to.v6) continue;
        return to.tcp ? i < tcp_.size() && tcp_[i]->send(datagram, to) : udp_[i].send(datagram, to);
    }
    return false;
}

}  // namespace wims::media
