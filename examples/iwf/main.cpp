// SPDX-License-Identifier: Apache-2.0
// The IWF as a host of its own: WICs on W2, P-CSCF instances over links with mutual TLS.
#include <nlohmann/json.hpp>

#include <wims/signalling/iwf_link_client.hpp>

#include "host/program.hpp"
#include "iwf/config.hpp"

namespace {

using namespace wims;

void declare_peer(host::Keys& keys, signalling::IwfLinkClientConfig::Peer& peer) {
    keys.address("address", peer.address, "of its link server, TCP");
    keys.text("name", peer.name, host::some_text, "in its certificate; empty: the address");
}

void declare_links(host::Keys& keys, signalling::IwfLinkClientConfig& config) {
    keys.list<signalling::IwfLinkClientConfig::Peer>("p_cscfs", config.p_cscfs, "one a P-CSCF instance", declare_peer)
        .required();
    keys.file("ca_file", config.ca_file, "PEM: who issued their certificates").required();
    keys.file("certificate_file", config.certificate_file, "PEM chain: shows them who comes").required();
    keys.file("private_key_file", config.private_key_file, "PEM key of the certificate").required();
}

}  // namespace

int main(int argc, char** argv) {
    host::Program program("wims-iwf", "the Inter-Working Function of an eP-CSCF: where WICs connect", 8084);
    signalling::IwfConfig config;
    signalling::IwfLinkClientConfig links_config;
    host::declare(program.keys(), config);
    program.keys().section("links", "to P-CSCF instances",
                           [&](host::Keys& keys) { declare_links(keys, links_config); });
    if (const auto status = program.begin(argc, argv)) return *status;

    auto iwf = signalling::Iwf::create(config, program.log(), program.metrics());
    if (!iwf) return program.refuse(iwf.error());
    auto links = signalling::IwfLinkClient::create(links_config, **iwf, program.log(), program.metrics());
    if (!links) return program.refuse(links.error());
    if (!program.rehearsal()) (*iwf)->start();

    const int status = program.serve([&] {
        const auto health = (*iwf)->health();
        const auto instances = (*links)->instances();
        const bool all = instances.size() == links_config.p_cscfs.size();
        return nlohmann::json{
            {"status", all ? "in service" : "waiting for a P-CSCF"},
            {"iwf", {{"connections", health.connections}, {"flows", health.flows}, {"p_cscfs", instances}}}};
    });
    (*iwf)->stop();
    links->reset();
    return status;
}
