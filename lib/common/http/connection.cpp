// SPDX-License-Identifier: Apache-2.0
#include "common/http/connection.hpp"

#include <utility>

namespace wims::http {

namespace {

/// What the copies of a Respond share: the first answer counts, and none at all is a 500.
class Exchange {
public:
    explicit Exchange(std::weak_ptr<Connection*> connection) : connection_(std::move(connection)) {}
    ~Exchange() { answer({500, {{"Content-Type", "text/plain"}}, "The server lost this request.\n"}); }

    void answer(Response response) {
        if (std::exchange(answered_, true)) return;
        if (const auto alive = connection_.lock()) (*alive)->respond(std::move(response));
    }

private:
    std::weak_ptr<Connection*> connection_;
    bool answered_ = false;
};

}  // namespace

Connection::Connection(Shared& shared, std::unique_ptr<net::Channel> channel, TransportAddress remote)
    : shared_(shared), remote_(std::move(remote)), stream_(shared.loop, std::move(channel), *this), timer_(shared.loop),
      self_(std::make_shared<Connection*>(this)) {
    RequestParser::Limits limits;
    limits.body = shared_.config.body_limit;
    parser_ = RequestParser(limits);
    wait();
}

void Connection::on_open() {}

void Connection::on_data(std::string_view octets) {
    input_ += octets;
    process();
}

void Connection::process() {
    if (std::exchange(processing_, true)) return;
    // The next request waits until the client has taken the answer: else it could ask for more than memory holds.
    while (!busy_ && stream_.unsent() == 0 && !input_.empty()) {
        input_.erase(0, parser_.feed(input_));
        if (parser_.state() == RequestParser::State::failed) {
            refuse();
            break;
        }
        if (parser_.take_expect_continue()) stream_.write("HTTP/1.1 100 Continue\r\n\r\n");
        if (parser_.state() == RequestParser::State::complete) dispatch();
    }
    processing_ = false;
    stream_.pause_reading(busy_ || stream_.unsent() > 0);
}

void Connection::dispatch() {
    busy_ = true;
    timer_.stop();
    Request request = parser_.take();
    request.remote = remote_;
    head_ = request.method == "HEAD";
    keep_alive_ = request.keep_alive;
    auto exchange = std::make_shared<Exchange>(self_);
    shared_.handler(request, [exchange = std::move(exchange)](Response r) { exchange->answer(std::move(r)); });
}

void Connection::respond(Response response) {
    stream_.write(serialise(response, !head_, keep_alive_, shared_.loop.wall_now()));
    busy_ = false;
    if (!keep_alive_) {
        input_.clear();
        timer_.stop();
        return stream_.finish("answered");
    }
    wait();
    process();
}

void Connection::refuse() {
    const auto& error = parser_.error();
    shared_.log.info("malformed HTTP request", {{"remote", to_string(remote_)}, {"error", error.text}});
    busy_ = true;
    head_ = keep_alive_ = false;
    respond({error.status, {{"Content-Type", "text/plain"}}, error.text + "\n"});
}

void Connection::wait() {
    unsent_before_ = stream_.unsent();
    timer_.start(shared_.config.idle, [this] { idle(); });
}

void Connection::idle() {
    if (stream_.unsent() > 0 && stream_.unsent() < unsent_before_) return wait();
    if (stream_.unsent() > 0) return stream_.abort("does not read");
    if (!parser_.started()) return stream_.finish("idle");
    stream_.write(serialise({408, {}, ""}, true, false, shared_.loop.wall_now()));
    stream_.finish("request took too long");
}

void Connection::on_drained() {
    if (busy_) return;
    if (unsent_before_ > 0) wait();
    process();
}

void Connection::on_closed(std::string_view reason) {
    timer_.stop();
    self_.reset();
    shared_.log.debug("HTTP connection closed", {{"remote", to_string(remote_)}, {"reason", reason}});
    shared_.gone(this);
}

}  // namespace wims::http
