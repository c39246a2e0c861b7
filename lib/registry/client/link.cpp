// SPDX-License-Identifier: Apache-2.0
#include "registry/client/link.hpp"

#include "common/net/socket_address.hpp"
#include "registry/wire/problem.hpp"
#include "registry/wire/target.hpp"

namespace wims::registry {

Link::Link(LogSink& log, Metrics& metrics) : log_(log, "registrar-client"), metrics_(metrics), thread_("wims-w6") {}

Link::~Link() { end(); }

void Link::end() {
    thread_.run_and_wait([this] { client_.reset(); });
}

Result<std::unique_ptr<Link>> Link::create(const RegistrarClientConfig& config, LogSink& log, Metrics& metrics) {
    if (auto address = net::SocketAddress::from(config.server); !address) return address.error();
    if (config.server_name.empty()) return Error{ErrorKind::usage, "server_name: is empty"};
    if (config.in_flight == 0) return Error{ErrorKind::usage, "in_flight: is 0"};
    http2::ClientConfig http;
    http.server = config.server;
    http.server_name = config.server_name;
    http.ca_file = config.ca_file;
    http.certificate_file = config.certificate_file;
    http.private_key_file = config.private_key_file;
    http.in_flight = config.in_flight;
    http.waiting = config.waiting;
    http.patience = config.patience;
    std::unique_ptr<Link> link(new Link(log, metrics));
    auto client = http2::Client::create(link->loop(), http, link->log_);
    if (!client) return client.error();
    link->client_ = std::move(*client);
    if (config.keep_connected) link->thread_.run_and_wait([&] { link->client_->keep_connected(); });
    return link;
}

void Link::ask(http::Request request, const TrailId& trail, Duration patience, std::function<bool()> abandoned,
               Answered answered) {
    if (!client_) return;
    count(ClientCounter::requests);
    if (!trail.null()) request.headers.emplace_back(wire::trail_header, trail.hex());
    if (!request.body.empty()) request.headers.emplace_back("content-type", "application/json");
    client_->ask({std::move(request), std::move(abandoned),
                  [this, answered = std::move(answered)](Result<http::Response> response) {
                      if (!response) {
                          count(ClientCounter::unreachable);
                          return answered(std::move(response));
                      }
                      if (response->status < 300) return answered(std::move(response));
                      count(ClientCounter::refused);
                      answered(wire::error_of(*response));
                  },
                  patience});
}

}  // namespace wims::registry
