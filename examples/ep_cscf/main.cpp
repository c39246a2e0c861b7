// SPDX-License-Identifier: Apache-2.0
// A P-CSCF/IMS-ALG instance with its eIMS-AGW as a host of its own: IWFs come over links with mutual TLS, the registrar
// is elsewhere.
#include <nlohmann/json.hpp>

#include <wims/signalling/https_key_source.hpp>
#include <wims/signalling/iwf_link_server.hpp>

#include "ep_cscf/config.hpp"
#include "ep_cscf/token_verification.hpp"
#include "host/program.hpp"
#include "wimpu_registrar/access.hpp"

namespace {

using namespace wims;

void declare_links(host::Keys& keys, signalling::IwfLinkServerConfig& config) {
    keys.bound_address("bind", config.bind, "where IWFs connect, TCP");
    keys.file("certificate_file", config.certificate_file, "PEM chain").required();
    keys.file("private_key_file", config.private_key_file, "PEM key of the certificate").required();
    keys.file("client_ca_file", config.client_ca_file, "PEM: who issued the IWFs' certificates").required();
    keys.texts("iwf_names", config.iwf_names, host::some_text, "whose certificate is an IWF's, by name").required();
    keys.number("connections", config.connections, {1, 10000}, "more are refused");
}

nlohmann::json health_of(const signalling::PCscf& p_cscf, const media::ImsAgw& agw,
                         const registry::RegistrarClient& registrar, const signalling::IwfLinkServer& links) {
    const auto p = p_cscf.health();
    const auto media = agw.health();
    const bool connected = registrar.health().connected;
    const char* status = !connected                       ? "waiting for the registrar"
                         : p.blocks_in_service < p.blocks ? "waiting for the IMS core"
                                                          : "in service";
    return {{"status", status},
            {"p_cscf",
             {{"blocks", p.blocks},
              {"blocks_in_service", p.blocks_in_service},
              {"flows", p.flows},
              {"sessions", p.sessions},
              {"registrar_connected", connected},
              {"iwfs", links.nodes()}}},
            {"ims_agw", {{"contexts", media.contexts}, {"core_ports_free", media.core_ports_free}}}};
}

}  // namespace

int main(int argc, char** argv) {
    host::Program program("wims-ep-cscf", "a P-CSCF/IMS-ALG instance of an eP-CSCF, with its eIMS-AGW", 8081);
    host::EpCscf config;
    signalling::IwfLinkServerConfig links_config;
    registry::RegistrarClientConfig access;
    host::declare(program.keys(), config);
    program.keys().section("iwf_links", "where IWFs connect",
                           [&](host::Keys& keys) { declare_links(keys, links_config); });
    program.keys().section("registrar", "W6", [&](host::Keys& keys) { host::declare(keys, access); });
    if (const auto status = program.begin(argc, argv)) return *status;

    const auto codecs = host::give_codecs(config);
    if (!codecs) return program.refuse(codecs.error());
    auto agw = media::ImsAgw::create(config.ims_agw, program.log(), program.metrics());
    if (!agw) return program.refuse(agw.error());
    auto registrar = registry::RegistrarClient::create(access, program.log(), program.metrics());
    if (!registrar) return program.refuse(registrar.error());
    auto tokens = host::TokenVerification::create(config.tokens, program.log(), program.metrics());
    if (!tokens) return program.refuse(tokens.error());
    auto p_cscf = signalling::PCscf::create(
        config.p_cscf, {program.log(), program.metrics(), (*tokens)->verifier(), (*registrar)->w6(), **agw});
    if (!p_cscf) return program.refuse(p_cscf.error());
    auto links = signalling::IwfLinkServer::create(links_config, **p_cscf, program.log(), program.metrics());
    if (!links) return program.refuse(links.error());
    if (!program.rehearsal()) (*p_cscf)->start();

    const int status = program.serve([&] { return health_of(**p_cscf, **agw, **registrar, **links); });
    // From the edge inwards.
    links->reset();
    p_cscf->reset();
    return status;
}
