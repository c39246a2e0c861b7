// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/ng/server.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <utility>

namespace wims::ng {

namespace {

constexpr std::size_t largest_datagram = 65536;
constexpr int datagrams_a_turn = 64;
constexpr int socket_octets = 1 << 20;
constexpr Duration reply_life = std::chrono::seconds(30);
constexpr std::size_t most_replies = 100000;
constexpr Duration sweep_every = std::chrono::seconds(1);

}  // namespace

Result<std::unique_ptr<Server>> Server::create(const TransportAddress& address, EventLoop& loop, Calls& calls,
                                               LogSink& log, Metrics& metrics) {
    auto socket = net::bind_udp(address);
    if (!socket) return socket.error();
    ::setsockopt(socket->get(), SOL_SOCKET, SO_RCVBUF, &socket_octets, sizeof socket_octets);
    return std::unique_ptr<Server>(new Server(std::move(*socket), loop, calls, log, metrics));
}

Server::Server(net::Fd socket, EventLoop& loop, Calls& calls, LogSink& log, Metrics& metrics)
    : loop_(loop), calls_(calls), log_(log, "ng"), metrics_(metrics), socket_(std::move(socket)),
      buffer_(largest_datagram), replies_(reply_life, most_replies), sweeping_(loop),
      self_(std::make_shared<Server*>(this)) {
    loop_.watch(socket_.get(), EPOLLIN, [this](std::uint32_t) { readable(); });
    sweep();
    log_.info("listening", {{"address", to_string(this->address())}});
}

Server::~Server() {
    *self_ = nullptr;
    loop_.unwatch(socket_.get());
}

void Server::sweep() {
    calls_.sweep();
    metrics_.gauge("ng.dialogs", static_cast<std::int64_t>(calls_.size()));
    sweeping_.start(sweep_every, [this] { sweep(); });
}

void Server::readable() {
    for (int i = 0; i < datagrams_a_turn; ++i) {
        net::SocketAddress from;
        const auto n = ::recvfrom(socket_.get(), buffer_.data(), buffer_.size(), 0, from.data(), &from.length);
        if (n < 0) return;
        receive({buffer_.data(), static_cast<std::size_t>(n)}, from);
    }
}

void Server::receive(std::string_view datagram, const net::SocketAddress& from) {
    const auto cookie = cookie_of(datagram);
    if (cookie.empty()) return metrics_.count("ng.without_cookie");
    const auto known = replies_.ask(cookie, loop_.now());
    if (known.state != ReplyCache::State::unheard) {
        metrics_.count("ng.repeated");
        if (known.state == ReplyCache::State::answered) send(known.reply, from);
        return;
    }
    const auto respond = [self = self_, from, cookie = std::string(cookie)](bencode::Dictionary body) {
        if (*self == nullptr) return;
        Server& server = **self;
        if (body.text("result") == "error") {
            server.metrics_.count("ng.refused");
            server.log_.warning("refused", {{"reason", body.text("error-reason")}});
        }
        auto reply = Message{cookie, std::move(body)}.to_string();
        server.send(reply, from);
        server.replies_.answer(cookie, std::move(reply));
    };
    const auto message = Message::parse(datagram);
    if (!message) return respond(refusal("no bencoded dictionary: " + message.error().text));
    metrics_.count("ng.commands");
    command(*message, respond);
}

void Server::command(const Message& message, const Calls::Respond& respond) {
    const auto& command = message.body.text("command");
    if (command == "ping") return respond({{"result", "pong"}});
    if (command == "offer") return calls_.offer(message.body, respond);
    if (command == "answer") return calls_.answer(message.body, respond);
    if (command == "delete") return calls_.end(message.body, respond);
    if (command == "query") return respond(calls_.query(message.body));
    if (command == "list") return respond(calls_.list(message.body));
    respond(refusal("not served: command \"" + command + "\""));
}

void Server::send(std::string_view datagram, const net::SocketAddress& to) {
    if (::sendto(socket_.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL, to.data(), to.length) < 0)
        metrics_.count("ng.send_failed");
}

}  // namespace wims::ng
