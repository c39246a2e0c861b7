// SPDX-License-Identifier: Apache-2.0
#include "wwsf/page.hpp"

#include "site_fixture.hpp"

using namespace wims;
using test::SiteFixture;

namespace {

const std::vector<std::string> sockets{"wss://127.0.0.1:8446"};
const wwsf::Page alone(sockets, "https://tokens.example:8450", std::chrono::seconds(0));

std::string policy_of(const wwsf::Page& page) {
    return SiteFixture::field(page.secured(page.serve(SiteFixture::get("/"))), "Content-Security-Policy");
}

}  // namespace

TEST_CASE("WWS-08: the page tells where log-in and tokens are, and lets the browser ask there and nowhere else") {
    const auto where = alone.serve(SiteFixture::get("/w1.json"));
    CHECK(where.status == 200);
    CHECK(where.body == R"({"w1":"https://tokens.example:8450"})");
    CHECK(SiteFixture::field(where, "Cache-Control") == "no-store");
    CHECK(policy_of(alone).find("connect-src 'self' https://tokens.example:8450 wss://127.0.0.1:8446;") !=
          std::string::npos);
}

TEST_CASE("WWS-08: a server with both says so") {
    SiteFixture site;
    CHECK(site.ask(SiteFixture::get("/w1.json")).body == R"({"w1":""})");
    CHECK(policy_of(wwsf::Page(sockets, "", std::chrono::seconds(0))).find("connect-src 'self' wss://") !=
          std::string::npos);
}

TEST_CASE("WWS-08: a server of the page alone needs no users, keys and audience; one with log-in does") {
    wwsf::ServerConfig config;
    config.certificate_file = config.private_key_file = "/nowhere.pem";
    config.blocks = {
        {"sip:w1-!.*!@webrtc.operator.example", "wss://127.0.0.1:8444", wwsf::Allocation::ep_cscf, {"a.example"}}};
    CHECK(wwsf::Server::check(config).error().text == "wwsf: users_file is missing");
    config.users_file = "users.json";
    CHECK(wwsf::Server::check(config).error().text == "wwsf: signing_key_file is missing");
    config.users_file.clear();
    config.token_service = "https://tokens.example";
    CHECK(wwsf::Server::check(config).error().text.find("nowhere.pem") !=
          std::string::npos);  // as far as the certificate
}
