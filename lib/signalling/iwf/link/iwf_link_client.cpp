// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/iwf_link_client.hpp>

#include <algorithm>

#include <wims/signalling/counters.hpp>

#include "common/net/sockets.hpp"
#include "common/tls/client_context.hpp"
#include "signalling/iwf/link/frame_facts.hpp"
#include "signalling/iwf/link/link_alpn.hpp"
#include "signalling/iwf/link/link_connection.hpp"

namespace wims::signalling {

namespace {

using iwf::LinkConnection;

constexpr Duration first_back_off = std::chrono::milliseconds(200);
constexpr Duration longest_back_off = std::chrono::seconds(5);

/// What the links of one client share. Outlives them.
struct ClientContext {
    EventLoop& loop;
    tls::ClientContext& tls;
    iwf::IwfEnd& iwf;
    Logger log;
    Metrics& metrics;
    std::vector<std::string> attached;  // instances
};

/// The link to one P-CSCF instance, up or not. Loop's thread.
class PCscfPeer final : public LinkConnection::Owner {
public:
    PCscfPeer(ClientContext& context, IwfLinkClientConfig::Peer peer)
        : context_(context), peer_(std::move(peer)), retry_(context.loop) {
        connect();
    }
    ~PCscfPeer() override { detach("the client ends"); }

private:
    void connect() {
        connection_.reset();
        auto fd = net::connect_tcp(peer_.address);
        if (!fd) return again(fd.error().text);
        auto channel = context_.tls.connect(std::move(*fd), peer_.name);
        if (!channel) return again("no memory");
        connection_ = std::make_unique<LinkConnection>(
            context_.loop, std::move(channel), iwf::Hello{1, context_.iwf.node(), {}}, iwf::LinkPatience(), *this);
    }

    void again(std::string_view why) {
        context_.log.warning("no link to the P-CSCF", {{"remote", to_string(peer_.address)}, {"why", why}});
        retry_.start(back_off_, [this] { connect(); });
        back_off_ = std::min(back_off_ * 2, longest_back_off);
    }

    Result<void> greeted(LinkConnection& connection, const iwf::Hello& hello) override {
        auto& attached = context_.attached;
        if (hello.instance.empty() || std::find(attached.begin(), attached.end(), hello.instance) != attached.end())
            return Error{ErrorKind::protocol, "another link is to \"" + hello.instance + "\" already"};
        instance_ = hello.instance;
        attached.push_back(instance_);
        back_off_ = first_back_off;
        context_.iwf.attach(instance_, connection);
        count(context_.metrics, Counter::iwf_links_opened);
        context_.log.info("P-CSCF attached", {{"instance", instance_}, {"remote", to_string(peer_.address)}});
        return {};
    }

    Result<void> received(LinkConnection&, iwf::Frame frame) override {
        if (!iwf::from_p_cscf(frame)) return Error{ErrorKind::protocol, "not a frame of a P-CSCF"};
        if (auto* drain = std::get_if<iwf::Drain>(&frame)) drain->instance = instance_;  // it speaks for itself only
        context_.iwf.send(std::move(frame));
        return {};
    }

    void lost(LinkConnection&, std::string_view reason) override {
        if (!detach(reason)) count(context_.metrics, Counter::iwf_links_refused);
        again(reason);
    }

    bool detach(std::string_view reason) {
        if (instance_.empty()) return false;
        std::erase(context_.attached, instance_);
        context_.iwf.detach(instance_);
        count(context_.metrics, Counter::iwf_links_lost);
        context_.log.warning("P-CSCF detached", {{"instance", instance_}, {"why", reason}});
        instance_.clear();
        return true;
    }

    ClientContext& context_;
    const IwfLinkClientConfig::Peer peer_;
    Duration back_off_ = first_back_off;
    std::string instance_;  // while attached
    std::unique_ptr<LinkConnection> connection_;
    Timer retry_;
};

class OwnThreadClient final : public IwfLinkClient {
public:
    OwnThreadClient(const IwfLinkClientConfig& config, iwf::IwfEnd& iwf, LogSink& log, Metrics& metrics,
                    std::shared_ptr<tls::ClientContext> tls)
        : tls_(std::move(tls)),
          thread_("wims-iwf-link"), context_{thread_.loop(), *tls_, iwf, Logger(log, "iwf-link"), metrics, {}} {
        thread_.run_and_wait([&] {
            for (auto peer : config.p_cscfs) {
                if (peer.name.empty()) peer.name = peer.address.ip;
                peers_.push_back(std::make_unique<PCscfPeer>(context_, std::move(peer)));
            }
        });
    }
    ~OwnThreadClient() override {
        thread_.run_and_wait([this] { peers_.clear(); });
    }

    std::vector<std::string> instances() const override {
        std::vector<std::string> instances;
        thread_.run_and_wait([&] { instances = context_.attached; });
        return instances;
    }

private:
    std::shared_ptr<tls::ClientContext> tls_;
    mutable LoopThread thread_;
    ClientContext context_;
    std::vector<std::unique_ptr<PCscfPeer>> peers_;
};

}  // namespace

Result<std::unique_ptr<IwfLinkClient>> IwfLinkClient::create(const IwfLinkClientConfig& config, iwf::IwfEnd& iwf,
                                                             LogSink& log, Metrics& metrics) {
    if (config.p_cscfs.empty()) return Error{ErrorKind::usage, "p_cscfs: is empty"};
    if (config.certificate_file.empty()) return Error{ErrorKind::usage, "certificate_file: links are mutual TLS"};
    auto tls = tls::ClientContext::create(
        {config.ca_file, config.certificate_file, config.private_key_file, {iwf::link_alpn}});
    if (!tls) return tls.error();
    return std::unique_ptr<IwfLinkClient>(
        std::make_unique<OwnThreadClient>(config, iwf, log, metrics, std::move(*tls)));
}

}  // namespace wims::signalling
