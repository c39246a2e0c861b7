// SPDX-License-Identifier: Apache-2.0
#include "common/http2/client.hpp"

#include <algorithm>
#include <utility>

#include "common/net/sockets.hpp"

namespace wims::http2 {

namespace {

constexpr auto tick_interval = std::chrono::milliseconds(100);
constexpr Duration least_back_off = std::chrono::milliseconds(100);
constexpr Duration most_back_off = std::chrono::seconds(1);
constexpr auto connecting = std::chrono::seconds(3);
constexpr int sent_at_most = 2;
constexpr std::size_t output_at_once = 65536;
constexpr std::size_t response_limit = 1u << 20;

Error gone(ErrorKind kind, std::string text) { return {kind, std::move(text), 504}; }

}  // namespace

Result<std::unique_ptr<Client>> Client::create(EventLoop& loop, const ClientConfig& config, Logger log) {
    if (config.certificate_file.empty()) return Error{ErrorKind::usage, "certificate_file: is empty"};
    auto tls = tls::ClientContext::create(
        tls::ClientSettings{config.ca_file, config.certificate_file, config.private_key_file, {"h2"}});
    if (!tls) return tls.error();
    return std::unique_ptr<Client>(new Client(loop, config, log, std::move(*tls)));
}

Client::Client(EventLoop& loop, const ClientConfig& config, Logger log, std::shared_ptr<tls::ClientContext> tls)
    : loop_(loop), config_(config), log_(log), tls_(std::move(tls)), reconnect_(loop), tick_(loop) {}

Client::~Client() = default;

void Client::ask(Ask ask) {
    if (waiting_.size() >= config_.waiting)
        return ask.answered(gone(ErrorKind::limit, "too many requests wait for the registrar"));
    const auto patience = ask.patience > Duration::zero() ? ask.patience : config_.patience;
    waiting_.push_back({std::move(ask), loop_.now() + patience});
    if (!tick_.running()) tick_.start(tick_interval, [this] { tick(); });
    pump();
}

void Client::keep_connected() {
    kept_ = true;
    if (!tick_.running()) tick_.start(tick_interval, [this] { tick(); });
    pump();
}

void Client::connect() {
    if (stream_ || reconnect_.running()) return;
    auto fd = net::connect_tcp(config_.server);
    if (!fd) return lost(fd.error().text);
    auto channel = tls_->connect(std::move(*fd), config_.server_name);
    if (!channel) return lost("no TLS for this server's name");
    began_ = heard_ = loop_.now();
    pinged_ = false;
    Limits limits;
    limits.body = response_limit;
    ClientSession::Listener& messages = *this;
    net::Stream::Listener& octets = *this;
    session_ = std::make_unique<ClientSession>(limits, to_string(config_.server), messages);
    stream_ = std::make_unique<net::Stream>(loop_, std::move(channel), octets);
}

/// What was asked is asked again on the next connection, or fails.
void Client::lost(std::string_view reason) {
    open_ = false;
    log_.info("no connection to the registrar", {{"remote", to_string(config_.server)}, {"why", reason}});
    auto asked = std::exchange(asked_, {});
    back_off_ = std::clamp(back_off_ * 2, least_back_off, most_back_off);
    reconnect_.start(back_off_, [this] {
        session_.reset();
        stream_.reset();
        pump();
    });
    for (auto& [id, pending] : asked) again(std::move(pending), false);
}

void Client::again(Pending pending, bool untouched) {
    if (untouched) --pending.sent;
    if (pending.sent < sent_at_most) return waiting_.push_front(std::move(pending));
    pending.ask.answered(gone(ErrorKind::io, "the connection to the registrar broke"));
}

void Client::on_open() {
    open_ = true;
    back_off_ = Duration::zero();
    log_.debug("connected to the registrar", {{"remote", to_string(config_.server)}});
    flush();
    pump();
}

void Client::on_data(std::string_view octets) {
    heard_ = loop_.now();
    pinged_ = false;
    feeding_ = true;
    const bool fine = session_->feed(octets, heard_);
    feeding_ = false;
    if (!fine) return stream_->abort(session_->failure());
    flush();
    pump();
}

void Client::on_closed(std::string_view reason) { lost(reason); }

void Client::on_response(StreamId id, http::Response response) {
    auto pending = asked_.extract(id);
    if (!pending.empty()) pending.mapped().ask.answered(std::move(response));
}

void Client::on_failed(StreamId id, bool untouched) {
    auto pending = asked_.extract(id);
    if (!pending.empty()) again(std::move(pending.mapped()), untouched);
}

void Client::pump() {
    if (feeding_) return;
    if ((kept_ || !waiting_.empty()) && !stream_) connect();
    if (!open_) return;
    while (!waiting_.empty() && asked_.size() < config_.in_flight && session_->room()) {
        auto pending = std::move(waiting_.front());
        waiting_.pop_front();
        if (pending.ask.abandoned && pending.ask.abandoned()) continue;
        const auto id = session_->ask(pending.ask.request);
        if (id == 0) {
            waiting_.push_front(std::move(pending));
            break;
        }
        ++pending.sent;
        asked_.emplace(id, std::move(pending));
    }
    flush();
}

void Client::flush() {
    while (stream_->unsent() == 0) {
        const auto output = session_->take_output(output_at_once);
        if (output.empty()) break;
        stream_->write(output);
    }
    if (open_ && asked_.empty() && session_->exhausted()) stream_->finish("the server takes no more requests");
}

void Client::tick() {
    const auto now = loop_.now();
    const auto dead = [&](const Pending& pending) {
        return pending.until <= now || (pending.ask.abandoned && pending.ask.abandoned());
    };
    std::vector<Pending> late;
    for (auto it = asked_.begin(); it != asked_.end();) {
        if (!dead(it->second)) {
            ++it;
            continue;
        }
        session_->cancel(it->first);
        late.push_back(std::move(it->second));
        it = asked_.erase(it);
    }
    for (auto it = waiting_.begin(); it != waiting_.end();) {
        if (!dead(*it)) {
            ++it;
            continue;
        }
        late.push_back(std::move(*it));
        it = waiting_.erase(it);
    }
    if (kept_ || pending() > 0) tick_.start(tick_interval, [this] { tick(); });
    look_for_life(now);
    for (auto& pending : late) pending.ask.answered(gone(ErrorKind::timeout, "no answer from the registrar in time"));
    pump();
}

/// A server that is stopped or cut off says nothing, not even that the connection is gone.
void Client::look_for_life(TimePoint now) {
    if (!stream_ || reconnect_.running()) return;
    if (!open_) {
        if (now - began_ >= connecting) stream_->abort("no connection in time");
    } else if (kept_ || pending() > 0) {
        if (now - heard_ >= 2 * config_.silence) stream_->abort("the server is silent");
        else if (now - heard_ >= config_.silence && !std::exchange(pinged_, true)) session_->ping();
    }
}

}  // namespace wims::http2
