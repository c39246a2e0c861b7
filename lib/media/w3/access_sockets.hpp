// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <wims/media/ims_agw.hpp>
#include <wims/w3/transport.hpp>

#include "media/core_leg/udp_socket.hpp"
#include "media/w3/tcp_listener.hpp"

namespace wims::media {

/// The W3 addresses of one worker: a UDP port for all its sessions, another in the other address family, and a TCP port
/// beside each for WICs that no UDP reaches. [design: one port a worker]
class AccessSockets {
public:
    /// usage: an address is wrong; io: one cannot be bound.
    static Result<AccessSockets> bind(const ImsAgwConfig& config);

    /// TCP is accepted from here on.
    void start(EventLoop& loop, std::size_t connections, Metrics& metrics, TcpListener::User& user);
    void stop() { tcp_.clear(); }

    const std::vector<core_leg::UdpSocket>& udp() const noexcept { return udp_; }
    const IpEndpoint& local() const noexcept { return udp_.front().local(); }
    /// One host candidate for each address and transport. [RFC 8445 5.1.2, RFC 6544 4.2, 4.5]
    std::vector<w3::IceCandidate> candidates() const;

    /// The socket that goes there; nullptr where the way is TCP.
    core_leg::UdpSocket* udp(const IpEndpoint& to) noexcept;
    /// False when it was not taken; a datagram may be lost, nothing waits.
    bool send(std::span<const std::uint8_t> datagram, const IpEndpoint& to) noexcept;

private:
    std::vector<core_leg::UdpSocket> udp_;
    std::vector<std::string> advertised_;  // one for each of udp_
    std::vector<net::Fd> listening_;       // until start()
    bool tcp_wanted_ = false;
    std::vector<std::unique_ptr<TcpListener>> tcp_;  // one for each of udp_, when wanted
};

}  // namespace wims::media
