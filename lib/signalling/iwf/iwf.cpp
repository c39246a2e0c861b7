// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/iwf.hpp>

#include "common/core/random.hpp"
#include "common/net/sockets.hpp"
#include "signalling/iwf/link/frame_facts.hpp"
#include "signalling/iwf/worker.hpp"

namespace wims::signalling {

namespace {

class OwnThreadIwf final : public Iwf {
public:
    OwnThreadIwf(const IwfConfig& config, LogSink& log, Metrics& metrics, net::Fd listening,
                 std::shared_ptr<tls::ServerContext> tls)
        : local_(net::local_address(listening.get())), state_{config, log, metrics,
                                                              static_cast<std::uint32_t>(random_u64())} {
        workers_.push_back(std::make_unique<Worker>(state_, 0, 1, std::move(listening), std::move(tls)));
    }

    iwf::Node node() const override { return {state_.config.node, state_.boot}; }

    void attach(const std::string& instance, iwf::Link& p_cscf) override {
        for (auto& worker : workers_) worker->attach(instance, p_cscf);
    }
    void detach(const std::string& instance) override {
        for (auto& worker : workers_) worker->detach(instance);
    }

    void start() override {
        Logger(state_.log, "iwf").info("serving W2", {{"address", to_string(local_)}});
        for (auto& worker : workers_) worker->start();
    }

    void stop() override {
        for (auto& worker : workers_) worker->stop();
    }

    void send(iwf::Frame frame) override {
        const auto* flow = iwf::flow_of(frame);
        if (flow == nullptr) {
            for (auto& worker : workers_) worker->send(frame);
            return;
        }
        if (flow->node != state_.config.node || flow->boot != state_.boot || flow->connection == 0)
            return count(state_.metrics, Counter::w2_frames_for_nobody);
        auto& worker = *workers_[(flow->connection - 1) % workers_.size()];
        worker.send(std::move(frame));
    }

    TransportAddress local() const override { return local_; }
    Health health() const override { return {state_.connections, state_.flows}; }

private:
    const TransportAddress local_;
    IwfState state_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

// Fits into one message of a link with all that is around it.
constexpr std::size_t longest_message = 1000000;

Result<void> check(const IwfConfig& config) {
    const auto bad = [](const char* text) { return Error{ErrorKind::usage, text}; };
    if (config.origins.empty()) return bad("origins: at least one authorised WWSF is needed (EPC-03)");
    for (const auto& origin : config.origins)
        if (auto form = w2::check_origin_form(origin); !form) return form.error();
    if (config.message_limit == 0) return bad("message_limit: must be positive");
    if (config.message_limit > longest_message) return bad("message_limit: must be at most 1000000");
    if (config.connections == 0) return bad("connections: must be positive");
    for (const auto duration : {config.first_message, config.handshake, config.ping})
        if (duration <= Duration::zero()) return bad("first_message, handshake, ping: must be positive");
    return {};
}

}  // namespace

Result<std::unique_ptr<Iwf>> Iwf::create(const IwfConfig& config, LogSink& log, Metrics& metrics) {
    if (auto checked = check(config); !checked) return checked.error();
    auto tls = tls::ServerContext::create(config.certificate_file, config.private_key_file);
    if (!tls) return tls.error();
    auto listening = net::listen_tcp(config.w2.bind);
    if (!listening) return listening.error();
    return std::unique_ptr<Iwf>(
        std::make_unique<OwnThreadIwf>(config, log, metrics, std::move(*listening), std::move(*tls)));
}

}  // namespace wims::signalling
