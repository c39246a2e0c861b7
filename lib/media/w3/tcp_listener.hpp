// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include <wims/common/metrics.hpp>

#include <wims/media/ip_endpoint.hpp>
#include <wims/media/packet.hpp>
#include "common/net/acceptor.hpp"
#include "media/w3/tcp_connection.hpp"

namespace wims::media {

/// ICE-TCP, the passive end: WICs that no UDP reaches connect to it. [RFC 6544 6.2] Loop's thread.
class TcpListener {
public:
    static constexpr std::size_t max_unproven = 1024;
    static constexpr Duration proof = std::chrono::seconds(10);  ///< for a first valid check

    class User {
    public:
        virtual ~User() = default;
        /// The packet is used up inside; send() may be called back.
        virtual void on_tcp_datagram(Packet& packet, const IpEndpoint& from) = 0;
        virtual void on_tcp_closed(const IpEndpoint& from) = 0;
        /// A valid check bound it to a context that is still there.
        virtual bool in_use(const IpEndpoint& from) const = 0;
    };

    /// `listening` is bound. `user` outlives this.
    TcpListener(EventLoop& loop, net::Fd listening, std::size_t connections, Metrics& metrics, User& user);

    TransportAddress local() const { return acceptor_.local(); }
    std::size_t connections() const noexcept { return connections_.size(); }
    /// False when there is no such connection any more, or it is full of what its peer does not read.
    bool send(std::span<const std::uint8_t> datagram, const IpEndpoint& to);

private:
    void accepted(net::Fd fd, const TransportAddress& remote);
    void received(TcpConnection& connection, std::span<const std::uint8_t> datagram);
    void closed(TcpConnection& connection);
    /// Ends who proved nothing in time, and whose context has gone.
    void sweep();

    EventLoop& loop_;
    const std::size_t limit_;
    Metrics& metrics_;
    User& user_;
    std::unordered_map<IpEndpoint, std::unique_ptr<TcpConnection>, IpEndpointHash> connections_;
    std::vector<std::unique_ptr<TcpConnection>> ended_;  // until no event of theirs is running
    std::size_t unproven_ = 0;
    Timer sweep_;
    net::Acceptor acceptor_;
};

}  // namespace wims::media
