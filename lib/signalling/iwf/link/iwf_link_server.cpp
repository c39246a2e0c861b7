// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/iwf_link_server.hpp>

#include <algorithm>
#include <map>
#include <unordered_map>

#include <wims/signalling/counters.hpp>

#include "common/net/acceptor.hpp"
#include "common/net/sockets.hpp"
#include "common/tls/server_context.hpp"
#include "signalling/iwf/link/frame_facts.hpp"
#include "signalling/iwf/link/link_alpn.hpp"
#include "signalling/iwf/link/link_connection.hpp"
#include "signalling/iwf/link/peer_name.hpp"

namespace wims::signalling {

namespace {

using iwf::LinkConnection;

class OwnThreadServer final : public IwfLinkServer, public LinkConnection::Owner {
public:
    OwnThreadServer(const IwfLinkServerConfig& config, iwf::PCscfEnd& p_cscf, LogSink& log, Metrics& metrics,
                    net::Fd listening, std::shared_ptr<tls::ServerContext> tls)
        : config_(config), p_cscf_(p_cscf), log_(log, "iwf-link"), metrics_(metrics),
          local_(net::local_address(listening.get())), tls_(std::move(tls)), thread_("wims-iwf-link"),
          sweep_(thread_.loop()) {
        thread_.run_and_wait([&] {
            acceptor_.emplace(thread_.loop(), std::move(listening),
                              [this](net::Fd fd, const TransportAddress& remote) { accepted(std::move(fd), remote); });
        });
    }

    ~OwnThreadServer() override {
        thread_.run_and_wait([this] {
            acceptor_.reset();
            sweep_.stop();
            for (const auto& [node, attached] : nodes_) p_cscf_.detach(node);
            connections_.clear();
        });
    }

    TransportAddress local() const override { return local_; }
    std::vector<std::uint32_t> nodes() const override {
        std::vector<std::uint32_t> nodes;
        thread_.run_and_wait([&] {
            for (const auto& [node, attached] : nodes_) nodes.push_back(node);
        });
        return nodes;
    }

private:
    struct Attached {
        LinkConnection* connection;
        std::string name;  // of its certificate
        std::uint32_t boot;
    };

    void accepted(net::Fd fd, const TransportAddress& remote) {
        if (connections_.size() >= config_.connections) return count(metrics_, Counter::iwf_links_refused);
        auto channel = tls_->accept(std::move(fd));
        if (!channel) return;
        auto connection = std::make_unique<LinkConnection>(
            thread_.loop(), std::move(channel), iwf::Hello{1, {}, p_cscf_.instance()}, iwf::LinkPatience(), *this);
        auto* key = connection.get();
        connections_.emplace(key, Peer{std::move(connection), remote, {}});
    }

    Result<void> greeted(LinkConnection& connection, const iwf::Hello& hello) override {
        const auto name = iwf::permitted_name(connection.peer_names(), config_.iwf_names);
        if (!name) return Error{ErrorKind::auth, "the certificate is not an IWF's"};
        const auto node = hello.node.node;
        const auto before = nodes_.find(node);
        if (before != nodes_.end()) {
            // Nobody takes the place of an IWF but itself, started again or connected again.
            if (before->second.name != *name)
                return Error{ErrorKind::auth, "node " + std::to_string(node) + " is " + before->second.name};
            before->second.connection->abort("the IWF connected again");
            detach(*before->second.connection, "the IWF connected again");
        }
        connections_.at(&connection).node = hello.node;
        nodes_[node] = {&connection, *name, hello.node.boot};
        p_cscf_.attach(node, connection);
        count(metrics_, Counter::iwf_links_opened);
        log_.info("IWF attached", {{"node", std::to_string(node)}, {"name", *name}});
        return {};
    }

    Result<void> received(LinkConnection& connection, iwf::Frame frame) override {
        const auto from = connections_.at(&connection).node;
        const auto* flow = iwf::flow_of(frame);
        if (flow == nullptr || !iwf::from_iwf(frame)) return Error{ErrorKind::protocol, "not a frame of an IWF"};
        if (!from || flow->node != from->node || flow->boot != from->boot)
            return Error{ErrorKind::auth, "a frame for a flow of another IWF"};
        p_cscf_.send(std::move(frame));
        return {};
    }

    void lost(LinkConnection& connection, std::string_view reason) override {
        if (!detach(connection, reason) && !connections_.at(&connection).node) {
            count(metrics_, Counter::iwf_links_refused);
            log_.warning("link refused", {{"remote", to_string(connections_.at(&connection).remote)}, {"why", reason}});
        }
        gone_.push_back(&connection);
        if (!sweep_.running()) sweep_.start(Duration::zero(), [this] { sweep(); });
    }
    void sweep() {
        for (auto* connection : std::exchange(gone_, {})) connections_.erase(connection);
    }

    /// False when the connection is not, or no longer, the one of its IWF.
    bool detach(LinkConnection& connection, std::string_view reason) {
        const auto at = std::find_if(nodes_.begin(), nodes_.end(),
                                     [&](const auto& entry) { return entry.second.connection == &connection; });
        if (at == nodes_.end()) return false;
        const auto node = at->first;
        nodes_.erase(at);
        p_cscf_.detach(node);
        count(metrics_, Counter::iwf_links_lost);
        log_.warning("IWF detached", {{"node", std::to_string(node)}, {"why", reason}});
        return true;
    }

    struct Peer {
        std::unique_ptr<LinkConnection> connection;
        TransportAddress remote;
        std::optional<iwf::Node> node;  // once it greeted
    };

    const IwfLinkServerConfig config_;
    iwf::PCscfEnd& p_cscf_;
    Logger log_;
    Metrics& metrics_;
    const TransportAddress local_;
    std::shared_ptr<tls::ServerContext> tls_;
    mutable LoopThread thread_;

    // Thread's.
    std::optional<net::Acceptor> acceptor_;
    std::unordered_map<LinkConnection*, Peer> connections_;
    std::vector<LinkConnection*> gone_;
    Timer sweep_;
    std::map<std::uint32_t, Attached> nodes_;
};

}  // namespace

Result<std::unique_ptr<IwfLinkServer>> IwfLinkServer::create(const IwfLinkServerConfig& config, iwf::PCscfEnd& p_cscf,
                                                             LogSink& log, Metrics& metrics) {
    if (config.iwf_names.empty()) return Error{ErrorKind::usage, "iwf_names: nobody could connect"};
    if (config.client_ca_file.empty()) return Error{ErrorKind::usage, "client_ca_file: links are mutual TLS"};
    auto tls = tls::ServerContext::create(
        {config.certificate_file, config.private_key_file, config.client_ca_file, {iwf::link_alpn}, true});
    if (!tls) return tls.error();
    auto listening = net::listen_tcp(config.bind);
    if (!listening) return listening.error();
    return std::unique_ptr<IwfLinkServer>(
        std::make_unique<OwnThreadServer>(config, p_cscf, log, metrics, std::move(*listening), std::move(*tls)));
}

}  // namespace wims::signalling
