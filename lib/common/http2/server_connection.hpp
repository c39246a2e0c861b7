// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/adapters/nghttp2/server_session.hpp"
#include "common/http2/server.hpp"
#include "common/net/stream.hpp"

namespace wims::http2 {

/// One client of a Server.
class ServerConnection final : private net::Stream::Listener, private ServerSession::Listener {
public:
    /// What all connections of a server share. Outlives them.
    struct Shared {
        EventLoop& loop;
        ServerConfig config;
        ServerUser& user;
        Logger log;
        std::function<void(ServerConnection*)> gone;  ///< last; the connection is destroyed later, not in this call
    };

    ServerConnection(Shared& shared, std::unique_ptr<net::Channel> channel, TransportAddress remote);

    void respond(StreamId id, http::Response response);
    void go_away();

private:
    void on_open() override;
    void on_data(std::string_view octets) override;
    void on_drained() override { flush(); }
    void on_closed(std::string_view reason) override;
    void on_request(StreamId id, http::Request request) override;
    void on_refused(int) override { shared_.user.on_oversize(); }
    void on_gone(StreamId) override {}

    void flush();
    void tick();
    void broken(std::string why);

    Shared& shared_;
    Peer peer_;
    net::Stream stream_;
    ServerSession session_;
    bool open_ = false, feeding_ = false;
    TimePoint last_request_, progress_;
    std::size_t unsent_before_ = 0;
    Timer tick_;
    std::shared_ptr<ServerConnection*> self_;  // for answers that come after the client has gone
};

}  // namespace wims::http2
