// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include <wims/registry/registrar_client.hpp>
#include <wims/registry/registrar_server.hpp>

#include "conformance/w6/rig.hpp"
#include "support/tls/authority.hpp"

namespace wims::test {

/// The binding over HTTP/2: a real server and a real client on loopback. The registrar between them and the asker live in
/// the test's virtual time; what is on the wire takes real time, in which the virtual clock stands still.
class RemoteRig {
public:
    RemoteRig() {
        registry::RegistrarServerConfig config;
        config.bind = {{"127.0.0.1", 0}, {}};
        config.certificate_file = certificates().server.certificate;
        config.private_key_file = certificates().server.private_key;
        config.client_ca_file = certificates().authority.certificate_file();
        config.clients = {
            {"p-cscf", {block_1, block_2, block_3, "sip:w9-!.*!@webrtc.operator.example"}, true, true, true}};
        server_ = *registry::RegistrarServer::create(config, *registrar_, host_, host_);
        client_ = *registry::RegistrarClient::create(client_config(server_->local()), host_, host_);
    }

    w6::Registrar& w6() { return client_->w6(); }
    w7::StatusDirectory& w7() { return client_->w7(); }
    Executor& executor() { return executor_; }
    void advance(Duration span) {
        wait([this] { return client_->health().pending == 0; });
        executor_.advance(span);
    }
    template <class Arrived>
    bool wait(Arrived arrived) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        for (executor_.run(); !arrived() && std::chrono::steady_clock::now() < until; executor_.run())
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        return arrived();
    }
    void watch(const std::string& owner, w6::Registrar::Listener listener) {
        listener ? void(watched_.insert(owner)) : void(watched_.erase(owner));
        w6().watch(owner, executor_, std::move(listener));
        wait([this] { return client_->health().watching == watched_.size(); });
    }
    RecordingHost& host() { return host_; }
    registry::WimpuRegistrar& registrar() { return *registrar_; }
    registry::WimpuRegistrar::Health health() const { return registrar_->health(); }

    struct Certificates {
        Authority authority;
        Authority::Files server = authority.issue({"registrar", "DNS:registrar.example,IP:127.0.0.1"});
        Authority::Files client = authority.issue({"p-cscf", "DNS:p-cscf.example"});
    };
    static Certificates& certificates() {
        static Certificates made;
        return made;
    }
    static registry::RegistrarClientConfig client_config(const TransportAddress& server) {
        registry::RegistrarClientConfig config;
        config.server = server;
        config.server_name = "registrar.example";
        config.ca_file = certificates().authority.certificate_file();
        config.certificate_file = certificates().client.certificate;
        config.private_key_file = certificates().client.private_key;
        return config;
    }

private:
    VirtualExecutor executor_;
    RecordingHost host_;
    std::set<std::string> watched_;
    std::unique_ptr<registry::WimpuRegistrar> registrar_ =
        *registry::WimpuRegistrar::create(registrar_config(), executor_, host_, host_);
    std::unique_ptr<registry::RegistrarServer> server_;
    std::unique_ptr<registry::RegistrarClient> client_;
};

}  // namespace wims::test
