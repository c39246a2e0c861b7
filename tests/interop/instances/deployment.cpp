// SPDX-License-Identifier: Apache-2.0
#include "interop/instances/deployment.hpp"

#include <thread>

namespace wims::test {

namespace {

std::string wildcard(int number) { return "sip:w" + std::to_string(number) + "-!.*!@webrtc.operator.example"; }

signalling::PCscfConfig p_cscf_config(int number, std::uint16_t core) {
    const auto n = std::to_string(number);
    signalling::PCscfConfig config;
    config.instance = "p-cscf-" + n;
    config.mw = {{"127.0.0.1", 0}, ""};
    config.i_cscf = "sip:127.0.0.1:" + std::to_string(core);
    config.visited_network_id = config.realm = "ims.operator.example";
    config.authz_server = "https://wwsf.example/token";
    config.blocks = {
        {wildcard(number), "sip:pilot" + n + "@webrtc.operator.example", "block" + n + "@webrtc.operator.example", ""}};
    config.domains = {{"enterprise.com", ""}};
    return config;
}

}  // namespace

bool settles(const std::function<bool()>& condition) {
    for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(10ms);
    return condition();
}

Deployment::Instance::Instance(Deployment& deployment, int number) {
    auto& host = deployment.host;
    p_cscf = *signalling::PCscf::create(p_cscf_config(number, deployment.core.port()),
                                        {host, host, tokens, deployment.registrar->w6(), gateway});
    links = *signalling::IwfLinkServer::create(deployment.certificates.server(), *p_cscf, host, host);
    p_cscf->start();
}

Deployment::Edge::Edge(Deployment& deployment, std::uint32_t node) {
    signalling::IwfConfig config;
    config.node = node;
    config.w2.bind = {"127.0.0.1", 0};
    config.certificate_file = deployment.w2.certificate_file();
    config.private_key_file = deployment.w2.private_key_file();
    config.origins = {"https://wwsf.example"};
    iwf = *signalling::Iwf::create(config, deployment.host, deployment.host);
    iwf->start();
    std::vector<TransportAddress> servers;
    for (const auto& instance : deployment.instances) servers.push_back(instance->links->local());
    links = *signalling::IwfLinkClient::create(deployment.certificates.client(servers), *iwf, deployment.host,
                                               deployment.host);
    if (!settles([&] { return links->instances().size() == servers.size(); })) throw std::runtime_error("no links");
}

Deployment::Edge::~Edge() { links.reset(); }

Deployment::Deployment() {
    registry::WimpuRegistrarConfig config;
    config.blocks = {{wildcard(1), {"enterprise.com"}, 1000}, {wildcard(2), {"enterprise.com"}, 1000}};
    registrar = *registry::WimpuRegistrar::create(config, registrar_thread.loop(), host, host);
    for (const int number : {1, 2}) instances.push_back(std::make_unique<Instance>(*this, number));
    for (const auto& instance : instances)
        if (!settles([&] { return instance->p_cscf->health().blocks_in_service == 1; }))
            throw std::runtime_error("a block is not in service");
}

std::string Deployment::mw_of(const std::string& block) const {
    for (const auto& request : core.got("REGISTER")) {
        if (request.get("To").find("pilot" + block.substr(1)) == std::string_view::npos) continue;
        const std::string contact(sip::address_of(request.get("Contact")));
        return contact.substr(contact.find('@') + 1);
    }
    return {};
}

}  // namespace wims::test
