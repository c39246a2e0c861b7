// SPDX-License-Identifier: Apache-2.0
// The wIMPU Registrar as a host of its own: W6 and W7 over HTTP/2 with mutual TLS.
#include <nlohmann/json.hpp>

#include <wims/registry/registrar_server.hpp>

#include "host/made_on.hpp"
#include "host/program.hpp"
#include "wimpu_registrar/config.hpp"

namespace {

using namespace wims;

void declare_client(host::Keys& keys, registry::ClientRights& client) {
    keys.text("name", client.name, host::some_text, "in its certificate: common name or one of subjectAltName")
        .required();
    keys.texts("blocks", client.blocks, host::wimpu, "W6: that it may claim, write and read (W6-05)");
    keys.flag("locate", client.locate, "W6: which block and owner serve an identity");
    keys.flag("status", client.status, "W7 (W7-01)");
    keys.flag("administer", client.administer, "W6: remove any user");
}

void declare_server(host::Keys& keys, registry::RegistrarServerConfig& config) {
    keys.endpoint("w6_w7", config.bind, "HTTP/2 over mutual TLS");
    keys.file("certificate_file", config.certificate_file, "PEM chain").required();
    keys.file("private_key_file", config.private_key_file, "PEM key of the certificate").required();
    keys.file("client_ca_file", config.client_ca_file, "PEM: who issued the clients' certificates").required();
    keys.list<registry::ClientRights>("clients", config.clients, "who may do what", declare_client).required();
    keys.number("connections", config.connections, {1, 10000}, "clients at once");
    keys.number("streams", config.streams, {1, 10000}, "requests at once on a connection");
}

}  // namespace

int main(int argc, char** argv) {
    host::Program program("wims-wimpu-registrar", "the wIMPU Registrar with W6 and W7", 8085);
    registry::WimpuRegistrarConfig config;
    registry::RegistrarServerConfig access;
    host::declare(program.keys(), config);
    program.keys().section("access", "who may ask, and where", [&](host::Keys& keys) { declare_server(keys, access); });
    if (const auto status = program.begin(argc, argv)) return *status;

    LoopThread thread("registrar");
    std::unique_ptr<registry::WimpuRegistrar> registrar;
    const auto made = host::made_on<registry::WimpuRegistrar>(thread, registrar, [&] {
        return registry::WimpuRegistrar::create(config, thread.loop(), program.log(), program.metrics());
    });
    if (!made) return program.refuse(made.error());
    auto server = registry::RegistrarServer::create(access, *registrar, program.log(), program.metrics());
    if (!server) return program.refuse(server.error());

    const int status = program.serve([&] {
        const auto store = registrar->health();
        const auto w6 = (*server)->health();
        return nlohmann::json{{"status", "in service"},
                              {"wimpu_registrar",
                               {{"entries", store.entries},
                                {"contacts", store.contacts},
                                {"connections", w6.connections},
                                {"journal_octets", store.journal_octets},
                                {"journal_failed", store.journal_failed}}}};
    });
    server->reset();
    thread.run_and_wait([&] { registrar.reset(); });
    return status;
}
