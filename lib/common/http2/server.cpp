// SPDX-License-Identifier: Apache-2.0
#include "common/http2/server.hpp"

#include <unordered_map>
#include <utility>

#include "common/http2/server_connection.hpp"
#include "common/net/acceptor.hpp"
#include "common/net/sockets.hpp"
#include "common/tls/server_context.hpp"

namespace wims::http2 {

namespace {

class LoopServer final : public Server {
public:
    LoopServer(EventLoop& loop, const ServerConfig& config, ServerUser& user, Logger log, net::Fd listening,
               std::shared_ptr<tls::ServerContext> tls)
        : tls_(std::move(tls)), shared_{loop, config, user, log, [this](ServerConnection* c) { forget(c); }},
          acceptor_(std::make_unique<net::Acceptor>(
              loop, std::move(listening),
              [this](net::Fd fd, const TransportAddress& remote) { accepted(std::move(fd), remote); })),
          local_(acceptor_->local()), sweep_(loop) {}

    TransportAddress local() const override { return local_; }
    std::size_t connections() const override { return connections_.size() - gone_.size(); }
    void go_away() override {
        acceptor_.reset();
        for (auto& [key, connection] : connections_) connection->go_away();
    }

private:
    void accepted(net::Fd fd, const TransportAddress& remote) {
        if (connections() >= shared_.config.connections) return shared_.user.on_broken("too many connections");
        auto channel = tls_->accept(std::move(fd));
        if (!channel) return;
        auto connection = std::make_unique<ServerConnection>(shared_, std::move(channel), remote);
        const auto key = connection.get();
        connections_.emplace(key, std::move(connection));
    }

    void forget(ServerConnection* connection) {
        gone_.push_back(connection);
        if (sweep_.running()) return;
        sweep_.start(Duration::zero(), [this] {
            for (auto* c : std::exchange(gone_, {})) connections_.erase(c);
        });
    }

    std::shared_ptr<tls::ServerContext> tls_;
    ServerConnection::Shared shared_;
    std::unique_ptr<net::Acceptor> acceptor_;
    const TransportAddress local_;
    std::unordered_map<ServerConnection*, std::unique_ptr<ServerConnection>> connections_;
    std::vector<ServerConnection*> gone_;
    Timer sweep_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::create(EventLoop& loop, const ServerConfig& config, ServerUser& user,
                                               Logger log) {
    if (config.client_ca_file.empty()) return Error{ErrorKind::usage, "client_ca_file: is empty"};
    auto tls = tls::ServerContext::create(
        tls::ServerSettings{config.certificate_file, config.private_key_file, config.client_ca_file, {"h2"}, true});
    if (!tls) return tls.error();
    auto listening = net::listen_tcp(config.bind.bind);
    if (!listening) return listening.error();
    return std::unique_ptr<Server>(
        std::make_unique<LoopServer>(loop, config, user, log, std::move(*listening), std::move(*tls)));
}

}  // namespace wims::http2
