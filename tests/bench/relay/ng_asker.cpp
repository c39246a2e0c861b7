// SPDX-License-Identifier: Apache-2.0
#include "bench/relay/ng_asker.hpp"

#include <poll.h>
#include <unistd.h>

#include "common/net/socket_address.hpp"
#include "common/net/sockets.hpp"

namespace wims::bench {

NgAsker::NgAsker(const TransportAddress& daemon) {
    auto socket = net::bind_udp({"127.0.0.1", 0});
    const auto to = net::SocketAddress::from(daemon);
    if (!socket || !to || ::connect(socket->get(), to->data(), to->length) != 0) return;
    socket_ = std::move(*socket);
}

bool NgAsker::wait() {
    for (int i = 0; i < 100; ++i) {
        if (ask({{"command", "ping"}}).text("result") == "pong") return true;
        usleep(100000);
    }
    return false;
}

ng::bencode::Dictionary NgAsker::ask(ng::bencode::Dictionary body) {
    const auto cookie = std::to_string(++cookie_);
    const auto datagram = ng::Message{cookie, std::move(body)}.to_string();
    if (::send(socket_.get(), datagram.data(), datagram.size(), 0) < 0) return {};
    std::string answer(65536, '\0');
    for (pollfd readable{socket_.get(), POLLIN, 0}; ::poll(&readable, 1, 2000) == 1;) {
        const auto n = ::recv(socket_.get(), answer.data(), answer.size(), 0);
        if (n < 0) return {};
        auto message = ng::Message::parse(std::string_view(answer).substr(0, static_cast<std::size_t>(n)));
        if (message && message->cookie == cookie) return std::move(message->body);
    }
    return {};
}

}  // namespace wims::bench
