// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "common/http/request_parser.hpp"
#include "common/http/server.hpp"
#include "common/net/stream.hpp"

namespace wims::http {

/// One client of a Server: parses, asks the handler, writes the answer, one request at a time.
class Connection final : private net::Stream::Listener {
public:
    /// What all connections of a server share. Outlives them.
    struct Shared {
        EventLoop& loop;
        ServerConfig config;
        Handler handler;
        Logger log;
        std::function<void(Connection*)> gone;  ///< last; the connection is destroyed later, not in this call
    };

    Connection(Shared& shared, std::unique_ptr<net::Channel> channel, TransportAddress remote);

    /// The answer to the request in hand.
    void respond(Response response);

private:
    void on_open() override;
    void on_data(std::string_view octets) override;
    void on_drained() override;
    void on_closed(std::string_view reason) override;

    void process();
    void dispatch();
    void refuse();
    void wait();
    void idle();

    Shared& shared_;
    TransportAddress remote_;
    net::Stream stream_;
    RequestParser parser_;
    std::string input_;  // of the next request, while one is being answered
    bool busy_ = false;
    bool processing_ = false;
    bool head_ = false;
    bool keep_alive_ = true;
    std::size_t unsent_before_ = 0;
    Timer timer_;
    std::shared_ptr<Connection*> self_;  // for answers that come after the client has gone
};

}  // namespace wims::http
