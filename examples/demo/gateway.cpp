// SPDX-License-Identifier: Apache-2.0
#include "demo/gateway.hpp"

#include <nlohmann/json.hpp>

#include "common/jose/es256.hpp"
#include "host/made_on.hpp"

namespace wims::demo {

Gateway::Gateway(const Config& config, LogSink& log, Metrics& metrics)
    : config_(config), log_(log), metrics_(metrics) {}

Gateway::~Gateway() {
    web_thread_.run_and_wait([this] { wwsfs_.clear(); });
    // From the edge inwards: nobody is called who is gone.
    if (iwf_) iwf_->stop();
    i_cscf_.reset();
    p_cscf_.reset();
    iwf_.reset();
    agw_.reset();
    registrar_thread_.run_and_wait([this] { registrar_.reset(); });
}

Result<std::unique_ptr<Gateway>> Gateway::create(const Config& config, LogSink& log, Metrics& metrics) {
    std::unique_ptr<Gateway> gateway(new Gateway(config, log, metrics));
    for (const auto step : {&Gateway::make_wwsfs, &Gateway::make_registrar, &Gateway::make_media, &Gateway::make_tokens,
                            &Gateway::make_signalling, &Gateway::make_i_cscf})
        if (auto made = (gateway.get()->*step)(); !made) return made.error();
    return gateway;
}

Result<void> Gateway::check(const Config& config, LogSink& log, Metrics& metrics) {
    const auto key = jose::SigningKey::generate();
    if (!key) return key.error();
    Config others = config;
    others.wwsfs.clear();
    for (const wwsf::Config& wwsf : config.wwsfs) {
        if (auto good = wwsf::Server::check(wwsf.server); !good) return good;
        for (w1::TrustedIssuer& issuer : others.ep_cscf.tokens.verifier.issuers)
            if (issuer.jwks_uri.empty() && wwsf::issuer_of(wwsf.server) == issuer.issuer) issuer.jwks = key->jwks();
    }
    const auto gateway = create(others, log, metrics);
    return gateway ? Result<void>() : gateway.error();
}

Result<void> Gateway::make_wwsfs() {
    for (const wwsf::Config& config : config_.wwsfs) {
        if (auto users = wwsf::prepare(config); !users) return users;
        const auto made = host::made_on<wwsf::Server>(web_thread_, wwsfs_.emplace_back(), [&] {
            return wwsf::Server::create(web_thread_.loop(), config.server, log_);
        });
        if (!made) return made;
    }
    return {};
}

Result<void> Gateway::make_registrar() {
    return host::made_on<registry::WimpuRegistrar>(registrar_thread_, registrar_, [&] {
        return registry::WimpuRegistrar::create(config_.wimpu_registrar, registrar_thread_.loop(), log_, metrics_);
    });
}

Result<void> Gateway::make_media() {
    auto codecs = host::give_codecs(config_.ep_cscf);
    if (!codecs) return codecs.error();
    codecs_ = std::move(*codecs);
    auto agw = media::ImsAgw::create(config_.ep_cscf.ims_agw, log_, metrics_);
    if (!agw) return agw.error();
    agw_ = std::move(*agw);
    return {};
}

Result<void> Gateway::make_tokens() {
    host::Tokens& tokens = config_.ep_cscf.tokens;
    for (w1::TrustedIssuer& issuer : tokens.verifier.issuers) {
        for (const auto& wwsf : wwsfs_)
            if (issuer.jwks_uri.empty() && wwsf->issuer() == issuer.issuer) issuer.jwks = wwsf->jwks();
        if (issuer.jwks_uri.empty() && issuer.jwks.empty())
            return Error{ErrorKind::usage, "tokens.issuers: " + issuer.issuer + " has no jwks_uri and is no WWSF here"};
    }
    auto verification = host::TokenVerification::create(tokens, log_, metrics_);
    if (!verification) return verification.error();
    tokens_ = std::move(*verification);
    return {};
}

Result<void> Gateway::make_signalling() {
    auto p_cscf = signalling::PCscf::create(config_.ep_cscf.p_cscf,
                                            {log_, metrics_, tokens_->verifier(), registrar_->w6(), *agw_});
    if (!p_cscf) return p_cscf.error();
    p_cscf_ = std::move(*p_cscf);

    auto iwf = signalling::Iwf::create(config_.iwf, log_, metrics_);
    if (!iwf) return iwf.error();
    iwf_ = std::move(*iwf);

    p_cscf_->attach(config_.iwf.node, *iwf_);
    iwf_->attach(config_.ep_cscf.p_cscf.instance, *p_cscf_);
    return {};
}

Result<void> Gateway::make_i_cscf() {
    auto hss = signalling::make_static_location(config_.i_cscf.locations);
    if (!hss) return hss.error();
    hss_ = std::move(*hss);

    auto i_cscf = signalling::ICscf::create(config_.i_cscf.i_cscf, {log_, metrics_, registrar_->w7(), *hss_});
    if (!i_cscf) return i_cscf.error();
    i_cscf_ = std::move(*i_cscf);
    return {};
}

void Gateway::start() {
    i_cscf_->start();
    p_cscf_->start();
    iwf_->start();
}

nlohmann::json Gateway::health() const {
    const auto p_cscf = p_cscf_->health();
    const auto agw = agw_->health();
    const auto iwf = iwf_->health();
    const auto registrar = registrar_->health();
    return {
        {"status", p_cscf.blocks_in_service == p_cscf.blocks ? "in service" : "waiting for the IMS core"},
        {"p_cscf",
         {{"blocks", p_cscf.blocks},
          {"blocks_in_service", p_cscf.blocks_in_service},
          {"flows", p_cscf.flows},
          {"sessions", p_cscf.sessions}}},
        {"ims_agw", {{"contexts", agw.contexts}, {"core_ports_free", agw.core_ports_free}, {"w3", to_string(agw.w3)}}},
        {"iwf", {{"connections", iwf.connections}, {"flows", iwf.flows}}},
        {"wimpu_registrar", {{"entries", registrar.entries}, {"contacts", registrar.contacts}}},
    };
}

}  // namespace wims::demo
