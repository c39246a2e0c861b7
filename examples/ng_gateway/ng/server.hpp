// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/metrics.hpp>

#include "common/net/fd.hpp"
#include "common/net/socket_address.hpp"
#include "common/net/sockets.hpp"
#include "common/runtime/event_loop.hpp"
#include "ng_gateway/ng/calls.hpp"
#include "ng_gateway/ng/message.hpp"
#include "ng_gateway/ng/reply_cache.hpp"

namespace wims::ng {

/// The ng protocol on one UDP socket. Made, used and destroyed on the loop's thread.
class Server {
public:
    /// usage, io: the address cannot be bound. All references outlive the server.
    static Result<std::unique_ptr<Server>> create(const TransportAddress& address, EventLoop& loop, Calls& calls,
                                                  LogSink& log, Metrics& metrics);
    ~Server();

    /// As bound.
    TransportAddress address() const { return net::local_address(socket_.get()); }

private:
    Server(net::Fd socket, EventLoop& loop, Calls& calls, LogSink& log, Metrics& metrics);
    void readable();
    void receive(std::string_view datagram, const net::SocketAddress& from);
    void command(const Message& message, const Calls::Respond& respond);
    void send(std::string_view datagram, const net::SocketAddress& to);
    void sweep();

    EventLoop& loop_;
    Calls& calls_;
    const Logger log_;
    Metrics& metrics_;

    net::Fd socket_;
    std::vector<char> buffer_;
    ReplyCache replies_;
    Timer sweeping_;
    const std::shared_ptr<Server*> self_;  // what an answer asks whether there still is a server
};

}  // namespace wims::ng
