// SPDX-License-Identifier: Apache-2.0
#include "signalling/iwf/worker.hpp"

#include <chrono>
#include <future>
#include <utility>

namespace wims::signalling {

namespace {

constexpr auto goodbye = std::chrono::milliseconds(500);

}  // namespace

Worker::Worker(IwfState& state, std::size_t index, std::size_t workers, net::Fd listening,
               std::shared_ptr<tls::ServerContext> tls)
    : state_(state), workers_(workers), next_number_(index + 1), listening_(std::move(listening)), tls_(std::move(tls)),
      thread_("wims-iwf"), context_{thread_.loop(),
                                    state,
                                    {w2::OriginPolicy(state.config.origins), state.config.wwsf_url, true},
                                    {},
                                    [this](Connection& c) { forget(c); }},
      sweep_(thread_.loop()), patience_(thread_.loop()) {}

Worker::~Worker() { stop(); }

void Worker::start() {
    thread_.loop().post([this] {
        if (stopped_ || acceptor_) return;
        acceptor_.emplace(thread_.loop(), std::move(listening_),
                          [this](net::Fd fd, const TransportAddress& remote) { accepted(std::move(fd), remote); });
    });
}

void Worker::stop() {
    std::promise<void> done;
    thread_.loop().post([&] { go_away([&] { done.set_value(); }); });
    done.get_future().wait();
    // From here on there is no connection: whatever the P-CSCF still sends is for nobody.
    thread_.run_and_wait([this] {
        patience_.stop();
        sweep_.stop();
        gone_.clear();
        connections_.clear();
    });
}

void Worker::attach(const std::string& instance, iwf::Link& p_cscf) {
    thread_.loop().post([this, instance, &p_cscf] {
        forget_instance(instance);
        context_.instances.attach(instance, p_cscf);
        update_policy();
    });
}

void Worker::detach(const std::string& instance) {
    thread_.run_and_wait([&] { forget_instance(instance); });
}

void Worker::forget_instance(const std::string& instance) {
    context_.instances.detach(instance);
    update_policy();
    for (const auto& [number, connection] : connections_)
        if (auto* flow = connection->flow()) flow->detached(instance);
}

// Without an instance that takes flows WICs are told to come again. (503)
void Worker::update_policy() { context_.policy.draining = !context_.instances.available(); }

void Worker::send(iwf::Frame frame) {
    thread_.loop().post([this, frame = std::move(frame)] { handle(frame); });
}

void Worker::accepted(net::Fd fd, const TransportAddress& remote) {
    if (state_.connections >= state_.config.connections) {
        count(state_.metrics, Counter::w2_connections_refused);
        return;
    }
    auto channel = tls_->accept(std::move(fd));
    if (!channel) return;
    const auto number = std::exchange(next_number_, next_number_ + workers_);
    connections_.emplace(number, std::make_unique<Connection>(context_, number, std::move(channel), remote));
}

Flow* Worker::find(const iwf::FlowId& flow) {
    const auto it = connections_.find(flow.connection);
    if (it != connections_.end())
        if (auto* found = it->second->flow()) return found;
    count(state_.metrics, Counter::w2_frames_for_nobody);
    return nullptr;
}

void Worker::handle(const iwf::Frame& frame) {
    if (const auto* sip = std::get_if<iwf::Sip>(&frame)) {
        if (auto* flow = find(sip->flow)) flow->deliver(sip->message);
    } else if (const auto* close = std::get_if<iwf::Close>(&frame)) {
        if (auto* flow = find(close->flow)) flow->close(close->code, close->reason);
    } else if (const auto* carries = std::get_if<iwf::Carries>(&frame)) {
        if (auto* flow = find(carries->flow)) flow->carries(carries->trail);
    } else if (const auto* credit = std::get_if<iwf::Credit>(&frame)) {
        if (auto* flow = find(credit->flow)) flow->credit(credit->bytes);
    } else if (const auto* moved = std::get_if<iwf::Moved>(&frame)) {
        if (auto* flow = find(moved->flow)) flow->moved(*moved);
    } else if (const auto* drain = std::get_if<iwf::Drain>(&frame)) {
        context_.instances.drain(drain->instance);
        update_policy();
    }
}

void Worker::forget(Connection& connection) {
    gone_.push_back(connection.number());
    if (!sweep_.running()) sweep_.start(Duration::zero(), [this] { sweep(); });
}

void Worker::sweep() {
    for (const auto number : std::exchange(gone_, {})) connections_.erase(number);
    if (connections_.empty() && all_gone_) std::exchange(all_gone_, nullptr)();
}

void Worker::go_away(std::function<void()> done) {
    if (std::exchange(stopped_, true)) return done();
    acceptor_.reset();
    listening_.reset();
    all_gone_ = std::move(done);
    for (const auto& [number, connection] : connections_) connection->go_away();
    patience_.start(goodbye, [this] {
        if (all_gone_) std::exchange(all_gone_, nullptr)();
    });
    sweep();
}

}  // namespace wims::signalling
