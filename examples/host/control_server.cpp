// SPDX-License-Identifier: Apache-2.0
#include "host/control_server.hpp"

#include <nlohmann/json.hpp>

namespace wims::host {

Result<std::unique_ptr<ControlServer>> ControlServer::create(const TransportAddress& address, Health health,
                                                             const MetricsTable& metrics, LogSink& log) {
    std::unique_ptr<ControlServer> control(new ControlServer(std::move(health), metrics));
    Result<void> outcome;
    control->thread_.run_and_wait([&] {
        http::ServerConfig config;
        config.bind = {address, {}};
        auto server = http::Server::create(
            control->thread_.loop(), config,
            [self = control.get()](const http::Request& request, const http::Respond& respond) {
                self->answer(request, respond);
            },
            Logger(log, "control"));
        if (server) control->server_ = std::move(*server);
        else outcome = server.error();
    });
    if (!outcome) return outcome.error();
    return control;
}

ControlServer::~ControlServer() {
    thread_.run_and_wait([this] { server_.reset(); });
}

void ControlServer::answer(const http::Request& request, const http::Respond& respond) const {
    http::Response response;
    response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    if (request.method != "GET" && request.method != "HEAD") response.status = 405;
    else if (request.path == "/health") response.body = health_().dump();
    else if (request.path == "/metrics") response.body = metrics_.to_json();
    else response.status = 404;
    respond(response);
}

}  // namespace wims::host
