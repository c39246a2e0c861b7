// SPDX-License-Identifier: Apache-2.0
#include "common/http2/server_connection.hpp"

#include <utility>

namespace wims::http2 {

namespace {

constexpr auto tick_interval = std::chrono::seconds(1);
constexpr std::size_t output_at_once = 65536;

/// What the copies of a Respond share: the first answer counts, and none at all is a 500.
class Exchange {
public:
    Exchange(std::weak_ptr<ServerConnection*> connection, StreamId id) : connection_(std::move(connection)), id_(id) {}
    ~Exchange() { answer({500, {}, {}}); }

    void answer(http::Response response) {
        if (std::exchange(answered_, true)) return;
        if (const auto alive = connection_.lock()) (*alive)->respond(id_, std::move(response));
    }

private:
    std::weak_ptr<ServerConnection*> connection_;
    StreamId id_;
    bool answered_ = false;
};

}  // namespace

ServerConnection::ServerConnection(Shared& shared, std::unique_ptr<net::Channel> channel, TransportAddress remote)
    : shared_(shared), peer_{std::move(remote), {}}, stream_(shared.loop, std::move(channel), *this),
      session_({shared.config.streams, shared.config.header_limit, shared.config.body_limit}, *this),
      last_request_(shared.loop.now()), progress_(last_request_), tick_(shared.loop),
      self_(std::make_shared<ServerConnection*>(this)) {
    tick_.start(tick_interval, [this] { tick(); });
}

void ServerConnection::on_open() {
    open_ = true;
    peer_.names = stream_.peer_names();
    last_request_ = shared_.loop.now();
    flush();
}

void ServerConnection::on_data(std::string_view octets) {
    feeding_ = true;
    const bool fine = session_.feed(octets, shared_.loop.now());
    feeding_ = false;
    flush();
    if (!fine) broken(session_.failure());
}

void ServerConnection::on_request(StreamId id, http::Request request) {
    last_request_ = shared_.loop.now();
    request.remote = peer_.remote;
    auto exchange = std::make_shared<Exchange>(self_, id);
    shared_.user.on_request(request, peer_, [exchange = std::move(exchange)](http::Response response) {
        exchange->answer(std::move(response));
    });
}

void ServerConnection::respond(StreamId id, http::Response response) {
    session_.respond(id, std::move(response));
    if (!feeding_) flush();
}

void ServerConnection::go_away() {
    session_.go_away();
    if (open_) flush();
}

/// The session is asked for more only when the kernel has taken the last of it: what a client does not read stays small.
void ServerConnection::flush() {
    while (stream_.unsent() == 0) {
        const auto output = session_.take_output(output_at_once);
        if (output.empty()) break;
        progress_ = shared_.loop.now();
        stream_.write(output);
    }
    // A client that does not take its answers is not read either: it cannot make us collect acknowledgements.
    stream_.pause_reading(stream_.unsent() > 0);
    if (open_ && session_.over() && stream_.unsent() == 0) stream_.finish("over");
}

void ServerConnection::broken(std::string why) {
    shared_.user.on_broken(why);
    shared_.log.info("HTTP/2 connection broken off", {{"remote", to_string(peer_.remote)}, {"why", why}});
    if (stream_.unsent() > 0) stream_.abort(std::move(why));
    else stream_.finish(std::move(why));
}

void ServerConnection::tick() {
    const auto now = shared_.loop.now();
    const auto& config = shared_.config;
    tick_.start(tick_interval, [this] { tick(); });
    if (!open_) {
        if (now - last_request_ >= config.handshake) stream_.abort("no TLS handshake in time");
        return;
    }
    if (stream_.unsent() != std::exchange(unsent_before_, stream_.unsent())) progress_ = now;
    if (stream_.unsent() > 0 && now - progress_ >= config.reading) return broken("does not read");
    const auto oldest = session_.oldest_unfinished();
    if (oldest && now - *oldest >= config.whole_request) return broken("a request took too long to come");
    if (session_.streams() == 0 && now - last_request_ >= config.idle) {
        session_.go_away();
        flush();
        stream_.finish("idle");
    }
}

void ServerConnection::on_closed(std::string_view reason) {
    tick_.stop();
    self_.reset();
    if (!open_) {
        shared_.user.on_broken(reason);
        shared_.log.info("HTTP/2 client turned away", {{"remote", to_string(peer_.remote)}, {"why", reason}});
    }
    shared_.log.debug("HTTP/2 connection closed", {{"remote", to_string(peer_.remote)}, {"reason", reason}});
    shared_.gone(this);
}

}  // namespace wims::http2
