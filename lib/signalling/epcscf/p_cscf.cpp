// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/p_cscf.hpp>

#include "signalling/adapters/sofia/mw_agent.hpp"
#include "signalling/adapters/sofia/root_thread.hpp"
#include "signalling/epcscf/instance.hpp"

namespace wims::signalling {

namespace {

Error wrong(std::string text) { return {ErrorKind::usage, std::move(text)}; }

Result<void> check(const PCscfConfig& config) {
    if (config.instance.empty()) return wrong("instance: is empty");
    if (config.i_cscf.empty()) return wrong("i_cscf: is empty");
    if (config.visited_network_id.empty() || config.visited_network_id.find_first_of("\" ,;") != std::string::npos)
        return wrong("visited_network_id: is no token");
    if (config.realm.empty()) return wrong("realm: is empty");
    if (config.authz_server.rfind("https://", 0) != 0) return wrong("authz_server: is no https URI");
    if (config.expires_min > config.expires_max) return wrong("expires_min: is greater than expires_max");
    return epcscf::Blocks::check(config);
}

/// The façade: one thread, its Mw agent, and the instance that lives there.
class PCscfHost final : public PCscf {
public:
    PCscfHost(const PCscfConfig& config, const PCscfSeams& seams) : config_(config), seams_(seams), thread_("p-cscf") {}

    ~PCscfHost() override {
        thread_.run_and_wait([this] {
            instance_.reset();
            mw_.reset();
        });
    }

    Result<void> open() {
        Result<void> outcome;
        thread_.run_and_wait([&] {
            auto mw = sofia::MwAgent::create(thread_, config_.mw, seams_.log, "p-cscf", seams_.metrics);
            if (!mw) {
                outcome = mw.error();
                return;
            }
            mw_ = std::move(*mw);
            instance_ = std::make_unique<epcscf::Instance>(
                epcscf::InstanceParts{thread_, config_, Logger(seams_.log, "p-cscf"), seams_.metrics, seams_.tokens,
                                      seams_.registrar, seams_.gateway, *mw_, to_string(mw_->local())});
        });
        return outcome;
    }

    const std::string& instance() const override { return config_.instance; }

    void attach(std::uint32_t node, iwf::Link& iwf) override {
        thread_.post([this, node, &iwf] {
            if (instance_) instance_->attach(node, iwf);
        });
    }
    void detach(std::uint32_t node) override {
        thread_.run_and_wait([&] {
            if (instance_) instance_->detach(node);
        });
    }
    void start() override {
        thread_.post([this] {
            if (instance_) instance_->start();
        });
    }
    void send(iwf::Frame frame) override {
        thread_.post([this, frame = std::move(frame)]() mutable {
            if (instance_) instance_->receive(std::move(frame));
        });
    }
    Health health() const override {
        Health health;
        thread_.run_and_wait([&] { health = read_health(); });
        return health;
    }

private:
    Health read_health() const {
        Health health;
        if (!instance_) return health;
        health.blocks = config_.blocks.size();
        health.blocks_in_service = instance_->blocks_in_service();
        health.flows = instance_->flows();
        health.sessions = instance_->sessions();
        return health;
    }

    const PCscfConfig config_;
    const PCscfSeams seams_;
    mutable sofia::RootThread thread_;
    // On the thread:
    std::unique_ptr<sofia::MwAgent> mw_;
    std::unique_ptr<epcscf::Instance> instance_;
};

}  // namespace

Result<std::unique_ptr<PCscf>> PCscf::create(const PCscfConfig& config, const PCscfSeams& seams) {
    if (const auto right = check(config); !right) return right.error();
    auto host = std::make_unique<PCscfHost>(config, seams);
    if (const auto opened = host->open(); !opened) return opened.error();
    return std::unique_ptr<PCscf>(std::move(host));
}

}  // namespace wims::signalling
