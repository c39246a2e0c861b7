// SPDX-License-Identifier: Apache-2.0
#include <wims/registry/registrar_client.hpp>

#include "registry/client/remote_registrar.hpp"
#include "registry/client/remote_status.hpp"

namespace wims::registry {

namespace {

class Http2RegistrarClient final : public RegistrarClient {
public:
    explicit Http2RegistrarClient(std::unique_ptr<Link> link) : link_(std::move(link)), w6_(*link_), w7_(*link_) {}
    ~Http2RegistrarClient() override {
        link_->thread().run_and_wait([this] { w6_.close(); });
        link_->end();
    }

    w6::Registrar& w6() override { return w6_; }
    w7::StatusDirectory& w7() override { return w7_; }
    Health health() const override {
        Health health;
        link_->thread().run_and_wait([&] { health = {link_->connected(), link_->pending(), w6_.watching()}; });
        return health;
    }

private:
    std::unique_ptr<Link> link_;
    RemoteRegistrar w6_;
    RemoteStatus w7_;
};

}  // namespace

Result<std::unique_ptr<RegistrarClient>> RegistrarClient::create(const RegistrarClientConfig& config, LogSink& log,
                                                                 Metrics& metrics) {
    auto link = Link::create(config, log, metrics);
    if (!link) return link.error();
    return std::unique_ptr<RegistrarClient>(std::make_unique<Http2RegistrarClient>(std::move(*link)));
}

}  // namespace wims::registry
