// SPDX-License-Identifier: Apache-2.0
#include "demo/gateway.hpp"

#include <nlohmann/json.hpp>
#include <wims/signalling/static_location.hpp>

#include "wwsf/user_file.hpp"

namespace wims::demo {

namespace {

/// Runs `make` on the thread where its product will live.
template <class T>
Result<void> made_on(LoopThread& thread, std::unique_ptr<T>& slot, const std::function<Result<std::unique_ptr<T>>()>& make) {
    Result<void> outcome;
    thread.run_and_wait([&] {
        auto made = make();
        if (made)
            slot = std::move(*made);
        else
            outcome = made.error();
    });
    return outcome;
}

std::string sip_uri(const std::string& ip, std::uint16_t port) { return "sip:" + ip + ":" + std::to_string(port); }

}  // namespace

Gateway::Gateway(const Options& options, LogSink& log, host::MetricsTable& metrics)
    : options_(options), log_(log), metrics_(metrics) {}

Gateway::~Gateway() {
    web_thread_.run_and_wait([this] {
        control_.reset();
        wwsf_.reset();
    });
    // From the edge inwards: nobody is called who is gone.
    if (iwf_) iwf_->stop();
    i_cscf_.reset();
    p_cscf_.reset();
    iwf_.reset();
    agw_.reset();
    registrar_thread_.run_and_wait([this] { registrar_.reset(); });
}

Result<std::unique_ptr<Gateway>> Gateway::create(const Options& options, LogSink& log, host::MetricsTable& metrics) {
    std::unique_ptr<Gateway> gateway(new Gateway(options, log, metrics));
    for (const auto step : {&Gateway::make_wwsf, &Gateway::make_registrar, &Gateway::make_media, &Gateway::make_signalling,
                            &Gateway::make_i_cscf, &Gateway::make_control})
        if (auto made = (gateway.get()->*step)(); !made) return made.error();
    return gateway;
}

Result<void> Gateway::make_wwsf() {
    const std::string users = options_.state + "/users.json";
    if (auto made = wwsf::make_demo_users(users); !made) return made.error();

    wwsf::ServerConfig config;
    config.bind = {{options_.address, options_.page_port}, {}};
    config.certificate_file = options_.state + "/server.pem";
    config.private_key_file = options_.state + "/server.key";
    config.wss = "wss://" + options_.address + ":" + std::to_string(options_.w2_port);
    config.users_file = users;
    config.signing_key_file = options_.state + "/token-key.pem";
    config.audience = ims_domain;
    config.contacts = {{"Echo", std::string("sip:echo@") + ims_domain}, {"Tone", std::string("sip:tone@") + ims_domain}};
    return made_on<wwsf::Server>(web_thread_, wwsf_,
                                 [&] { return wwsf::Server::create(web_thread_.loop(), config, log_); });
}

Result<void> Gateway::make_registrar() {
    registry::WimpuRegistrarConfig config;
    config.blocks = {{wimpu, {user_domain}}};
    config.ordinary_domains = {ims_domain};
    return made_on<registry::WimpuRegistrar>(registrar_thread_, registrar_, [&] {
        return registry::WimpuRegistrar::create(config, registrar_thread_.loop(), log_, metrics_);
    });
}

Result<void> Gateway::make_media() {
    media::ImsAgwConfig config;
    config.w3 = {{options_.address, options_.w3_port}, {}};
    config.core_ip = options_.address;
    config.core_port_min = options_.core_port_min;
    config.core_port_max = options_.core_port_max;
    auto agw = media::ImsAgw::create(config, log_, metrics_);
    if (!agw) return agw.error();
    agw_ = std::move(*agw);
    return {};
}

Result<void> Gateway::make_signalling() {
    signalling::TokenVerifierConfig tokens;
    tokens.audience = ims_domain;
    tokens.issuers = {{wwsf_->issuer(), wwsf_->jwks(), {wwsf_->origin()}, {user_domain}}};
    auto verifier = signalling::make_token_verifier(tokens, log_, metrics_);
    if (!verifier) return verifier.error();
    tokens_ = std::move(*verifier);

    signalling::PCscfConfig config;
    config.mw = {{options_.address, options_.p_cscf_port}, {}};
    config.i_cscf = sip_uri(options_.address, options_.ims_port);
    config.visited_network_id = ims_domain;
    config.realm = ims_domain;
    config.authz_server = wwsf_->origin() + "/api/token";
    config.blocks = {{wimpu, pilot, impi, "urn:uuid:5b3a6c1e-0000-4000-8000-626c6f636b31"}};
    config.domains = {{user_domain, wimpu}};
    auto p_cscf = signalling::PCscf::create(config, {log_, metrics_, *tokens_, registrar_->w6(), *agw_});
    if (!p_cscf) return p_cscf.error();
    p_cscf_ = std::move(*p_cscf);

    signalling::IwfConfig edge;
    edge.w2 = {{options_.address, options_.w2_port}, {}};
    edge.certificate_file = options_.state + "/server.pem";
    edge.private_key_file = options_.state + "/server.key";
    edge.origins = {wwsf_->origin()};
    edge.wwsf_url = wwsf_->origin() + "/";
    auto iwf = signalling::Iwf::create(edge, log_, metrics_);
    if (!iwf) return iwf.error();
    iwf_ = std::move(*iwf);

    p_cscf_->attach(edge.node, *iwf_);
    iwf_->attach(config.instance, *p_cscf_);
    p_cscf_->start();
    iwf_->start();
    return {};
}

Result<void> Gateway::make_i_cscf() {
    auto hss = signalling::make_static_location({{wimpu, sip_uri(options_.address, options_.ims_port)}});
    if (!hss) return hss.error();
    hss_ = std::move(*hss);

    signalling::ICscfConfig config;
    config.mw = {{options_.address, options_.i_cscf_port}, {}};
    config.domains = {user_domain, block_domain};
    auto i_cscf = signalling::ICscf::create(config, {log_, metrics_, registrar_->w7(), *hss_});
    if (!i_cscf) return i_cscf.error();
    i_cscf_ = std::move(*i_cscf);
    i_cscf_->start();
    return {};
}

Result<void> Gateway::make_control() {
    http::ServerConfig config;
    config.bind = {{options_.address, options_.control_port}, {}};
    return made_on<http::Server>(web_thread_, control_, [&] {
        return http::Server::create(
            web_thread_.loop(), config,
            [this](const http::Request& request, http::Respond respond) { answer(request, respond); },
            Logger(log_, "control"));
    });
}

bool Gateway::healthy() const { return p_cscf_->health().blocks_in_service > 0; }

std::string Gateway::health() const {
    const auto p_cscf = p_cscf_->health();
    const auto agw = agw_->health();
    const auto iwf = iwf_->health();
    const auto registrar = registrar_->health();
    const nlohmann::json report = {
        {"status", healthy() ? "in service" : "waiting for the IMS core"},
        {"p_cscf", {{"blocks", p_cscf.blocks}, {"blocks_in_service", p_cscf.blocks_in_service}, {"flows", p_cscf.flows},
                    {"sessions", p_cscf.sessions}}},
        {"ims_agw", {{"contexts", agw.contexts}, {"core_ports_free", agw.core_ports_free}, {"w3", to_string(agw.w3)}}},
        {"iwf", {{"connections", iwf.connections}, {"flows", iwf.flows}}},
        {"wimpu_registrar", {{"entries", registrar.entries}, {"contacts", registrar.contacts}}},
    };
    return report.dump();
}

void Gateway::answer(const http::Request& request, const http::Respond& respond) const {
    http::Response response;
    response.headers = {{"Content-Type", "application/json"}};
    if (request.method != "GET")
        response.status = 405;
    else if (request.path == "/health")
        response.body = health();
    else if (request.path == "/metrics")
        response.body = metrics_.to_json();
    else
        response.status = 404;
    respond(response);
}

}  // namespace wims::demo
