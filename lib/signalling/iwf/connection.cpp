// SPDX-License-Identifier: Apache-2.0
#include "signalling/iwf/connection.hpp"

namespace wims::signalling {

namespace {

// A client that does not read may cost this much, in whole messages.
constexpr std::size_t messages_queued = 16;

http::RequestParser::Limits handshake_limits() {
    http::RequestParser::Limits limits;
    limits.body = 0;
    return limits;
}

}  // namespace

Connection::Connection(WorkerContext& worker, std::uint64_t number, std::unique_ptr<net::Channel> channel,
                       TransportAddress remote)
    : worker_(worker), number_(number), remote_(std::move(remote)), trail_(TrailId::create()),
      log_(Logger(worker.state.log, "iwf").with(trail_)), parser_(handshake_limits()),
      stream_(worker.loop, std::move(channel), *this), handshake_(worker.loop) {
    count(worker_.state.metrics, Counter::w2_connections_accepted);
    worker_.state.metrics.gauge("w2.connections", static_cast<std::int64_t>(++worker_.state.connections));
    handshake_.start(worker_.state.config.handshake, [this] { too_slow(); });
}

Connection::~Connection() {
    if (auto* alive = flow()) alive->lost("the IWF ended");
    worker_.state.metrics.gauge("w2.connections", static_cast<std::int64_t>(--worker_.state.connections));
}

void Connection::go_away() {
    if (auto* alive = flow()) return alive->close(w2::going_away, "the gateway ends");
    stream_.finish("the IWF ended");
}

void Connection::on_open() { tls_done_ = true; }

void Connection::on_data(std::string_view octets) {
    if (flow_) return flow_->receive(octets);
    request_part(octets);
}

void Connection::request_part(std::string_view octets) {
    using State = http::RequestParser::State;
    octets.remove_prefix(parser_.feed(octets));
    if (parser_.state() == State::reading) return;
    handshake_.stop();
    if (parser_.state() == State::failed) {
        const auto& error = parser_.error();
        return refuse({{error.status, {{"Content-Type", "text/plain"}}, error.text + "\n"},
                       "malformed request",
                       Counter::w2_request_malformed},
                      true);
    }
    answer(parser_.take());
    // A client may send its first frames right behind the request.
    if (flow_ && !octets.empty()) flow_->receive(octets);
}

void Connection::answer(const http::Request& request) {
    auto decision = w2::answer_handshake(request, worker_.policy);
    if (auto* accepted = std::get_if<w2::Accepted>(&decision)) return upgrade(std::move(*accepted));
    const auto& no = std::get<w2::NotUpgraded>(decision);
    if (no.counter == Counter::w2_origin_refused)
        log_.warning("origin refused",
                     {{"origin", request.header("Origin").substr(0, 200)}, {"remote", to_string(remote_)}});
    refuse(no, request.method != "HEAD");
}

void Connection::refuse(const w2::NotUpgraded& no, bool with_body) {
    if (no.counter) {
        count(worker_.state.metrics, *no.counter);
        log_.info("handshake refused",
                  {{"status", std::to_string(no.response.status)}, {"why", no.why}, {"remote", to_string(remote_)}});
    }
    stream_.write(http::serialise(no.response, with_body, false, worker_.loop.wall_now()));
    stream_.finish("answered");
}

void Connection::upgrade(w2::Accepted accepted) {
    const auto* p_cscf = worker_.instances.next();
    if (p_cscf == nullptr) return stream_.abort("no P-CSCF");  // the policy refused before
    iwf::Up up{{worker_.state.config.node, worker_.state.boot, number_},
               trail_,
               std::move(accepted.origin),
               remote_,
               stream_.tls_version(),
               stream_.tls_cipher()};
    flow_.emplace(worker_, std::move(up), *p_cscf,
                  Flow::Output{[this](std::string octets) { write(std::move(octets)); },
                               [this](bool paused) { stream_.pause_reading(paused); },
                               [this](std::string reason) { stream_.finish(std::move(reason)); },
                               [this](std::string reason) { stream_.abort(std::move(reason)); }});
    // After Up: who reads the 101 may rely on the flow being known.
    stream_.write(accepted.response);
}

void Connection::write(std::string octets) {
    stream_.write(octets);
    const auto limit = messages_queued * worker_.state.config.message_limit;
    if (stream_.unsent() <= limit || flow_->ended()) return;
    count(worker_.state.metrics, Counter::w2_flows_stalled);
    flow_->lost("the client does not read");
    stream_.abort("the client does not read");
}

void Connection::too_slow() {
    count(worker_.state.metrics, Counter::w2_handshake_timeouts);
    log_.info("handshake took too long", {{"remote", to_string(remote_)}, {"tls", tls_done_ ? "done" : "not done"}});
    stream_.abort("handshake took too long");
}

void Connection::on_closed(std::string_view reason) {
    if (handshake_.running()) {
        handshake_.stop();
        count(worker_.state.metrics, Counter::w2_handshake_failed);
        log_.debug("connection ended before its request", {{"reason", reason}, {"remote", to_string(remote_)}});
    }
    if (flow_) flow_->lost(reason);
    worker_.gone(*this);
}

}  // namespace wims::signalling
