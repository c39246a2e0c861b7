// SPDX-License-Identifier: Apache-2.0
#include "ep_cscf/config.hpp"

namespace wims::host {

namespace {

void declare_block(Keys& keys, signalling::Block& block) {
    keys.text("wimpu", block.wimpu, wimpu, "the block's wildcard").required();
    keys.text("pilot", block.pilot, sip_uri, "the distinct identity that is registered").required();
    keys.text("impi", block.impi, some_text, "its private identity").required();
    keys.text("instance_id", block.instance_id, urn_uuid, "of the block, the same whoever owns it (FOV-02)").required();
}

void declare_domain(Keys& keys, signalling::WebrtcDomain& domain) {
    keys.text("domain", domain.domain, host_name, "REGISTERs whose To lies in it are wIMPU access (EPC-11)").required();
    keys.text("wimpu", domain.wimpu, wimpu, "the block that serves it; empty: the registrar says which, and whose");
    keys.choice<w6::AllocatedBy>("allocation", domain.allocation,
                                 {{"ep_cscf", w6::AllocatedBy::epcscf}, {"third_party", w6::AllocatedBy::third_party}},
                                 "who gives users their IMPU in it (EPC-10)");
}

void declare_p_cscf(Keys& keys, signalling::PCscfConfig& config) {
    keys.text("instance", config.instance, some_text, "unique among instances");
    keys.endpoint("mw", config.mw, "SIP towards the core, UDP and TCP");
    keys.text("i_cscf", config.i_cscf, sip_uri, "next hop of the blocks' REGISTER").required();
    keys.text("visited_network_id", config.visited_network_id, some_text, "an unquoted token (R1-02)").required();
    keys.text("realm", config.realm, some_text, "of the Bearer challenge").required();
    keys.text("authz_server", config.authz_server, https_uri, "for the Bearer challenge [RFC 8898 2.2]").required();
    keys.list<signalling::Block>("blocks", config.blocks, "that this instance owns", declare_block).required();
    keys.list<signalling::WebrtcDomain>("domains", config.domains, "of the users", declare_domain).required();
    keys.seconds("expires_min_seconds", config.expires_min, {1, 86400}, "shorter: 423");
    keys.seconds("expires_default_seconds", config.expires_default, {1, 604800}, "");
    keys.seconds("expires_max_seconds", config.expires_max, {1, 604800}, "longer is granted this");
    keys.seconds("block_expires_seconds", config.block_expires, {60, 604800}, "of a block's own registration");
    keys.seconds("registrar_timeout_seconds", config.registrar_timeout, {1, 30}, "W6; then 504");
    keys.seconds("gateway_timeout_seconds", config.gateway_timeout, {1, 30}, "Iq; then 504");
    keys.seconds("no_answer_seconds", config.no_answer, {10, 600}, "how long a WIC rings");
    keys.seconds("media_setup_seconds", config.media_setup, {5, 120}, "ICE and DTLS after the answer (E32)");
    keys.number("calls_per_flow", config.calls_per_flow, {1, 1000}, "that one WIC may have begun at once; then 503");
    keys.flag("require_token_per_request", config.require_token_per_request,
              "each outside a dialog shows one (TOK-05)");
    keys.seconds("hanging_call_seconds", config.hanging_call, {0, 86400},
                 "silence, RTCP included, after which a call that the gateway reports as hanging ends; 0: it is kept");
    keys.flag("bundle", config.bundle, "on W3 (K5)");
    keys.flag("core_avpf", config.core_avpf, "video towards the core with feedback: RTP/AVPF, else RTP/AVP");
    keys.choice<ims_alg::CoreSrtp>("core_srtp", config.core_srtp,
                                   {{"never", ims_alg::CoreSrtp::never},
                                    {"answered", ims_alg::CoreSrtp::answered},
                                    {"offered", ims_alg::CoreSrtp::offered}},
                                   "SRTP with keys by SDES towards the core (RFC 4568)");
}

void declare_issuer(Keys& keys, w1::TrustedIssuer& issuer) {
    keys.text("issuer", issuer.issuer, https_uri, "iss").required();
    keys.text("jwks_uri", issuer.jwks_uri, https_uri,
              "where its key set is (TOK-08); empty: it is a WWSF in this process");
    keys.texts("origins", issuer.origins, origin, "of its pages").required();
    keys.texts("domains", issuer.domains, host_name, "whose identities it may assert (EPC-05)");
    keys.texts("blocks", issuer.blocks, wimpu, "whose members it may assert, where it allocates them (EPC-10)");
}

void declare_tokens(Keys& keys, Tokens& tokens) {
    signalling::TokenVerifierConfig& verifier = tokens.verifier;
    keys.text("audience", verifier.audience, some_text, "aud: the provider's realm (TOK-09)").required();
    keys.list<w1::TrustedIssuer>("issuers", verifier.issuers, "the authorised WWSFs", declare_issuer).required();
    keys.text("required_scope", verifier.required_scope, some_text, "");
    keys.seconds("clock_skew_seconds", verifier.clock_skew, {0, 600}, "that is forgiven");
    keys.seconds("longest_life_seconds", verifier.longest_life, {60, 86400}, "exp - iat beyond it is refused");
    keys.number("remembered", verifier.remembered, {1, 1000000}, "verified tokens (TOK-07)");
    keys.seconds("keys_refresh_seconds", verifier.keys_refresh, {10, 86400},
                 "a fetched key set is read again this often");
    keys.file("keys_ca_file", tokens.keys_ca_file,
              "PEM: who issued the certificates of jwks_uris; empty: the system's");
}

}  // namespace

void declare(Keys& keys, media::ImsAgwConfig& config) {
    keys.endpoint("w3", config.w3, "ICE, DTLS and SRTP of every session, UDP");
    keys.list<Endpoint>("w3_also", config.w3_also, "one more, of the other address family",
                        [](Keys& entry, Endpoint& endpoint) { entry.endpoint(endpoint); });
    keys.flag("ice_tcp", config.ice_tcp, "a TCP port beside each UDP port of W3 (RFC 6544)");
    keys.bound_ip("core_ip", "core_advertised_ip", config.core_ip, config.core_advertised_ip,
                  "RTP and RTCP towards the core");
    keys.number("core_port_min", config.core_port_min, {1024, 65534}, "even");
    keys.number("core_port_max", config.core_port_max, {1025, 65535}, "two for each stream of a session");
    keys.number("contexts", config.contexts, {1, 1000000}, "sessions at most");
    keys.choice<media::ConsentMode>("consent", config.consent,
                                    {{"answer", media::ConsentMode::answer}, {"send", media::ConsentMode::send}},
                                    "whose checks keep a call: the WIC's, or ours and its answers (AGW-05)");
    keys.seconds("consent_loss_seconds", config.consent_loss, {5, 300}, "without authenticated STUN (K6)");
    keys.seconds("dtls_setup_seconds", config.dtls_setup, {1, 120}, "after the first valid check");
    keys.seconds("media_inactivity_seconds", config.media_inactivity, {1, 3600}, "");
    keys.seconds("hanging_termination_seconds", config.hanging_termination, {0, 86400},
                 "without a request for a session; 0: not watched (AGW-17)");
    using Range = media::CoreLatching::Range;
    keys.choice<Range>(
        "core_latch", config.core_latching.range,
        {{"never", Range::never}, {"port", Range::port}, {"network", Range::network}, {"any", Range::any}},
        "whom a core port believes besides the announced address: nobody, its other ports, its network, everybody");
    using Again = media::CoreLatching::Again;
    keys.choice<Again>("core_latch_again", config.core_latching.again,
                       {{"never", Again::never}, {"silence", Again::silence}, {"always", Again::always}},
                       "when another source may take the place of the one latched");
    keys.seconds("core_latch_silence_seconds", config.core_latching.silence, {1, 3600}, "of the one latched");
    keys.flag("core_symmetric", config.core_latching.symmetric, "what is sent to the core goes where it is heard from");
    keys.number("dscp_audio", config.dscp_audio, {0, 63}, "of audio to the core");
    keys.number("dscp_video", config.dscp_video, {0, 63}, "of video to the core");
    keys.number("dscp_w3", config.dscp_w3, {0, 63}, "of all that is sent on W3 over UDP");
}

void declare(Keys& keys, EpCscf& config) {
    keys.section("p_cscf", "P-CSCF/IMS-ALG", [&](Keys& inner) { declare_p_cscf(inner, config.p_cscf); });
    keys.section("ims_agw", "eIMS-AGW", [&](Keys& inner) { declare(inner, config.ims_agw); });
    keys.section("transcoding", "for phones that speak AMR", [&](Keys& inner) { declare(inner, config.transcoding); });
    keys.section("tokens", "who may say who a user is (W1)",
                 [&](Keys& inner) { declare_tokens(inner, config.tokens); });
}

Result<std::unique_ptr<media::CodecFactory>> give_codecs(EpCscf& config) {
    auto codecs = make_codecs(config.transcoding);
    if (!codecs || !*codecs) return codecs;
    config.ims_agw.codecs = codecs->get();
    config.p_cscf.transcodes = (*codecs)->codecs();
    return codecs;
}

}  // namespace wims::host
