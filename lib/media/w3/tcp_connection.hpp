// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include <wims/media/ip_endpoint.hpp>
#include "common/net/fd.hpp"
#include "common/net/stream.hpp"
#include "media/w3/framing.hpp"

namespace wims::media {

/// One WIC's connection: datagrams in frames, in both directions. Loop's thread.
class TcpConnection final : net::Stream::Listener {
public:
    /// What may wait for a peer that does not read: later media is of more use to it than old.
    static constexpr std::size_t max_unsent = 64 << 10;

    struct Events {
        std::function<void(TcpConnection&, std::span<const std::uint8_t> datagram)> datagram;
        std::function<void(TcpConnection&)> closed;  ///< once and last; this is destroyed later, not inside
    };

    TcpConnection(EventLoop& loop, net::Fd fd, const IpEndpoint& peer, Events events);

    const IpEndpoint& peer() const noexcept { return peer_; }
    TimePoint since() const noexcept { return since_; }
    bool proven() const noexcept { return proven_; }
    void prove() noexcept { proven_ = true; }

    bool send(std::span<const std::uint8_t> datagram);
    void end() { stream_.abort("not in use"); }

private:
    void on_open() override {}
    void on_data(std::string_view octets) override;
    void on_closed(std::string_view) override { events_.closed(*this); }

    const IpEndpoint peer_;
    const TimePoint since_;
    const Events events_;
    bool proven_ = false;
    FrameReader frames_;
    net::Stream stream_;
};

}  // namespace wims::media
