// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/i_cscf.hpp>

#include "common/identity/public_identity.hpp"
#include "signalling/adapters/sofia/mw_agent.hpp"
#include "signalling/adapters/sofia/root_thread.hpp"
#include "signalling/icscf/role.hpp"

namespace wims::signalling {
namespace {

Result<void> check(const ICscfConfig& config) {
    for (const auto& domain : config.domains) {
        const std::string_view name = domain.starts_with("*.") ? std::string_view(domain).substr(2) : domain;
        if (!identity::canonical_host(name)) return Error{ErrorKind::usage, "domains: " + domain + " is no host name"};
    }
    if (config.status_timeout <= Duration::zero()) return Error{ErrorKind::usage, "status_timeout: is not positive"};
    if (config.location_timeout <= Duration::zero())
        return Error{ErrorKind::usage, "location_timeout: is not positive"};
    return {};
}

/// The façade: one thread, its Mw agent, and the role that lives there.
class ICscfHost final : public ICscf {
public:
    ICscfHost(const ICscfConfig& config, const ICscfSeams& seams) : config_(config), seams_(seams), thread_("i-cscf") {}
    ~ICscfHost() override {
        thread_.run_and_wait([this] {
            role_.reset();
            mw_.reset();
        });
    }

    Result<void> open() {
        Result<void> outcome;
        thread_.run_and_wait([&] {
            auto mw = sofia::MwAgent::create(thread_, config_.mw, seams_.log, "i-cscf", seams_.metrics);
            if (!mw) {
                outcome = mw.error();
                return;
            }
            mw_ = std::move(*mw);
            local_ = mw_->local();
        });
        return outcome;
    }
    TransportAddress local() const override { return local_; }
    void start() override {
        thread_.post([this] {
            if (!mw_ || role_) return;
            role_ = std::make_unique<icscf::Role>(icscf::Environment{
                thread_, *mw_, [this](sip::Message response) { mw_->send_stateless(std::move(response), {}); },
                seams_.registrar, seams_.hss, Logger(seams_.log, "i-cscf"), seams_.metrics, config_.domains,
                config_.status_timeout, config_.location_timeout, mw_->local()});
        });
    }

private:
    const ICscfConfig config_;
    const ICscfSeams seams_;
    TransportAddress local_;
    sofia::RootThread thread_;
    // On the thread:
    std::unique_ptr<sofia::MwAgent> mw_;
    std::unique_ptr<icscf::Role> role_;
};

}  // namespace

Result<std::unique_ptr<ICscf>> ICscf::create(const ICscfConfig& config, const ICscfSeams& seams) {
    if (const auto right = check(config); !right) return right.error();
    auto host = std::make_unique<ICscfHost>(config, seams);
    if (const auto opened = host->open(); !opened) return opened.error();
    return std::unique_ptr<ICscf>(std::move(host));
}

}  // namespace wims::signalling
