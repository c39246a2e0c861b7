// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include <wims/common/clock.hpp>

#include "common/net/stream.hpp"
#include "signalling/iwf/link/frame_codec.hpp"

namespace wims::iwf {

/// When a link is given up.
struct LinkPatience {
    Duration handshake = std::chrono::seconds(5);  ///< TCP, TLS and the peer's Hello together
    Duration heartbeat = std::chrono::seconds(1);  ///< between two of ours
    Duration silence = std::chrono::seconds(4);    ///< of the peer
    std::size_t unsent = 32u << 20;                ///< octets that the peer has not read
};

/// One mutual-TLS connection of a link: Hello both ways, then frames and heartbeats until it is lost. It is the Link
/// that the near end sends into. All but send() on the loop's thread.
class LinkConnection final : public Link, private net::Stream::Listener {
public:
    class Owner {
    public:
        virtual ~Owner() = default;
        /// The peer's Hello. An error ends the connection with its text.
        virtual Result<void> greeted(LinkConnection& connection, const Hello& hello) = 0;
        virtual Result<void> received(LinkConnection& connection, Frame frame) = 0;
        /// Last. The owner destroys the connection later, not in this call.
        virtual void lost(LinkConnection& connection, std::string_view reason) = 0;
    };

    LinkConnection(EventLoop& loop, std::unique_ptr<net::Channel> channel, Hello ours, const LinkPatience& patience,
                   Owner& owner);
    ~LinkConnection() override;

    /// Any thread. Gone after the connection was lost.
    void send(Frame frame) override;
    void abort(std::string reason) { stream_.abort(std::move(reason)); }
    std::vector<std::string> peer_names() const { return stream_.peer_names(); }

private:
    /// What other threads may touch, also after the connection.
    struct Outbox {
        std::mutex mutex;  // send() comes from the near end's threads
        std::string waiting;
        LinkConnection* connection = nullptr;  // loop's thread
    };

    void on_open() override;
    void on_data(std::string_view octets) override;
    void on_closed(std::string_view reason) override;
    Result<void> handle(LinkMessage message);
    void flush();
    void beat();

    EventLoop& loop_;
    const Hello ours_;
    const LinkPatience patience_;
    Owner& owner_;

    bool greeted_ = false;
    bool ended_ = false;
    TimePoint heard_;
    LinkReader reader_;
    std::shared_ptr<Outbox> outbox_;
    net::Stream stream_;
    Timer timer_;
};

}  // namespace wims::iwf
