// SPDX-License-Identifier: Apache-2.0
#include "wwsf/config.hpp"

#include "wwsf/user_file.hpp"

namespace wims::wwsf {

namespace {

void declare_block(host::Keys& keys, ServedBlock& block) {
    keys.text("wimpu", block.wimpu, host::wimpu, "the block's wildcard").required();
    keys.text("wss", block.wss, host::wss_uri, "W2 of the one eP-CSCF that serves it").required();
    keys.choice<Allocation>("allocation", block.allocation,
                            {{"ep_cscf", Allocation::ep_cscf}, {"third_party", Allocation::third_party}},
                            "who gives users the IMPU in it: the eP-CSCF, or this party");
    keys.texts("domains", block.domains, host::host_name, "of its users' identities, where the eP-CSCF allocates");
}

void declare_contact(host::Keys& keys, Contact& contact) {
    keys.text("name", contact.name, host::some_text, "").required();
    keys.text("uri", contact.uri, host::sip_uri, "").required();
}

void declare_ice_server(host::Keys& keys, IceServer& server) {
    keys.texts("urls", server.urls, host::some_text, "as RTCIceServer has them").required();
    keys.text("username", server.username, host::some_text, "");
    keys.text("credential", server.credential, host::some_text, "");
}

}  // namespace

void declare(host::Keys& keys, Config& config) {
    ServerConfig& s = config.server;
    keys.endpoint("w1", s.bind, "HTTPS: the page, log-in and tokens");
    keys.file("certificate_file", s.certificate_file, "PEM chain of W1").required();
    keys.file("private_key_file", s.private_key_file, "PEM key of the certificate").required();
    keys.texts("origins", s.origins, host::origin, "of the page; none: the advertised address and port of w1");
    keys.list<ServedBlock>("blocks", s.blocks, "of the party that this WWSF works for", declare_block).required();
    keys.text("token_service", s.token_service, host::origin,
              "of the server that has log-in and tokens; then this one has the page alone; empty: this one");
    keys.new_file("users_file", s.users_file, "the web users; its form is in user_file.hpp");
    keys.choice<DemoUsers>(
        "demo_users", config.demo_users,
        {{"none", DemoUsers::none}, {"enterprise", DemoUsers::enterprise}, {"club", DemoUsers::club}},
        "makes users_file with passwords that everybody knows when it is not there");
    keys.new_file("allocations_file", s.allocations_file, "the IMPUs given to users without an identity of their own");
    keys.new_file("signing_key_file", s.signing_key_file, "PEM, P-256: signs the tokens");
    keys.text("issuer", s.issuer, host::https_uri, "iss of the tokens; empty: the first origin");
    keys.text("audience", s.audience, host::some_text, "aud of the tokens: the provider's realm");
    keys.seconds("token_life_seconds", s.token_life, {60, 3600}, "");
    keys.seconds("session_life_seconds", s.session_life, {60, 30 * 24 * 3600}, "of a log-in");
    keys.number("sessions", s.sessions, {1, 1000000}, "log-ins kept; the oldest ends first");
    keys.seconds("hsts_seconds", s.hsts, {0, 63072000}, "Strict-Transport-Security; 0: none");
    keys.list<Contact>("contacts", s.contacts, "whom the page offers to call", declare_contact);
    keys.list<IceServer>("ice_servers", s.ice_servers, "what the browser may ask for its address", declare_ice_server);
}

Result<void> prepare(const Config& config) {
    if (!config.server.token_service.empty()) return {};
    switch (config.demo_users) {
        case DemoUsers::none: break;
        case DemoUsers::enterprise: return make_demo_users(config.server.users_file, demo_users());
        case DemoUsers::club: return make_demo_users(config.server.users_file, other_demo_users());
    }
    return {};
}

}  // namespace wims::wwsf
