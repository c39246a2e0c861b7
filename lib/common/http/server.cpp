// SPDX-License-Identifier: Apache-2.0
#include "common/http/server.hpp"

#include <unordered_map>

#include "common/http/connection.hpp"
#include "common/net/acceptor.hpp"
#include "common/net/sockets.hpp"
#include "common/tls/server_context.hpp"

namespace wims::http {

namespace {

class HttpServer final : public Server {
public:
    HttpServer(EventLoop& loop, ServerConfig config, Handler handler, Logger log, net::Fd listening,
               std::shared_ptr<tls::ServerContext> tls)
        : tls_(std::move(tls)), shared_{loop, std::move(config), std::move(handler), log,
                                        [this](Connection* c) { forget(c); }},
          acceptor_(loop, std::move(listening),
                    [this](net::Fd fd, const TransportAddress& remote) { accepted(std::move(fd), remote); }),
          sweep_(loop) {}

    TransportAddress local() const override { return acceptor_.local(); }
    std::size_t connections() const override { return connections_.size() - gone_.size(); }

private:
    void accepted(net::Fd fd, const TransportAddress& remote) {
        if (connections() >= shared_.config.connections) return;
        auto channel = tls_ ? tls_->accept(std::move(fd)) : net::make_tcp_channel(std::move(fd));
        if (!channel) return;
        auto connection = std::make_unique<Connection>(shared_, std::move(channel), remote);
        const auto key = connection.get();
        connections_.emplace(key, std::move(connection));
    }

    void forget(Connection* connection) {
        gone_.push_back(connection);
        if (sweep_.running()) return;
        sweep_.start(Duration::zero(), [this] {
            for (auto* c : std::exchange(gone_, {})) connections_.erase(c);
        });
    }

    std::shared_ptr<tls::ServerContext> tls_;
    Connection::Shared shared_;
    net::Acceptor acceptor_;
    std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> gone_;
    Timer sweep_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::create(EventLoop& loop, ServerConfig config, Handler handler, Logger log) {
    std::shared_ptr<tls::ServerContext> tls;
    if (!config.certificate_file.empty() || !config.private_key_file.empty()) {
        auto made = tls::ServerContext::create(config.certificate_file, config.private_key_file);
        if (!made) return made.error();
        tls = *made;
    }
    auto listening = net::listen_tcp(config.bind.bind);
    if (!listening) return listening.error();
    return std::unique_ptr<Server>(std::make_unique<HttpServer>(loop, std::move(config), std::move(handler), log,
                                                                std::move(*listening), std::move(tls)));
}

}  // namespace wims::http
