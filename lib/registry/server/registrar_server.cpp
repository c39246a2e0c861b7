// SPDX-License-Identifier: Apache-2.0
#include <wims/registry/registrar_server.hpp>

#include "common/runtime/event_loop.hpp"
#include "registry/server/resources.hpp"

namespace wims::registry {

namespace {

class Http2RegistrarServer final : public RegistrarServer {
public:
    Http2RegistrarServer() : thread_("wims-registrar") {}

    ~Http2RegistrarServer() override {
        thread_.run_and_wait([this] {
            if (server_) server_->go_away();
            if (resources_) resources_->close();
            server_.reset();
        });
    }

    Result<void> open(const RegistrarServerConfig& config, WimpuRegistrar& registrar, LogSink& log, Metrics& metrics) {
        auto rights = Rights::create(config.clients);
        if (!rights) return rights.error();
        http2::ServerConfig http;
        http.bind = config.bind;
        http.certificate_file = config.certificate_file;
        http.private_key_file = config.private_key_file;
        http.client_ca_file = config.client_ca_file;
        http.connections = config.connections;
        http.streams = config.streams;
        Result<void> outcome;
        thread_.run_and_wait([&] {
            resources_ = std::make_unique<Resources>(thread_.loop(), std::move(*rights), registrar, log, metrics);
            auto server = http2::Server::create(thread_.loop(), http, *resources_, Logger(log, "wimpu-registrar"));
            if (!server) return void(outcome = server.error());
            server_ = std::move(*server);
            local_ = server_->local();
        });
        return outcome;
    }

    TransportAddress local() const override { return local_; }
    Health health() const override {
        Health health;
        thread_.run_and_wait([&] { health = {server_->connections(), resources_->subscriptions().size()}; });
        return health;
    }

private:
    TransportAddress local_;
    std::unique_ptr<Resources> resources_;  // outlives the loop: answers of the registrar may be on their way to it
    std::unique_ptr<http2::Server> server_;
    mutable LoopThread thread_;
};

}  // namespace

Result<std::unique_ptr<RegistrarServer>> RegistrarServer::create(const RegistrarServerConfig& config,
                                                                 WimpuRegistrar& registrar, LogSink& log,
                                                                 Metrics& metrics) {
    auto server = std::make_unique<Http2RegistrarServer>();
    if (auto opened = server->open(config, registrar, log, metrics); !opened) return opened.error();
    return std::unique_ptr<RegistrarServer>(std::move(server));
}

}  // namespace wims::registry
