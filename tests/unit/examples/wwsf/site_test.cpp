// SPDX-License-Identifier: Apache-2.0
#include "wwsf/site.hpp"

#include <vector>

#include "site_fixture.hpp"

using namespace wims;
using nlohmann::json;
using test::SiteFixture;

namespace {
const auto field = [](const http::Response& response, const char* name) { return SiteFixture::field(response, name); };
}

TEST_CASE("W1-02: the page and its script are served with an ETag and strict headers") {
    SiteFixture site;
    const auto page = site.ask(SiteFixture::get("/"));
    CHECK(page.status == 200);
    CHECK(page.body == "<!doctype html><p>page");
    CHECK(field(page, "Content-Type") == "text/html; charset=utf-8");
    CHECK(field(page, "X-Content-Type-Options") == "nosniff");
    CHECK(field(page, "Permissions-Policy").find("microphone=(self)") == 0);
    const std::string policy = field(page, "Content-Security-Policy");
    CHECK(policy.find("default-src 'none'; script-src 'self';") == 0);
    CHECK(policy.find("connect-src 'self' wss://127.0.0.1:8444;") != std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
    const auto again = site.ask(SiteFixture::get("/", {{"If-None-Match", field(page, "ETag")}}));
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(site.ask(SiteFixture::get("/", {{"If-None-Match", "\"other\""}})).status == 200);
    CHECK(field(site.ask(SiteFixture::get("/app.js")), "Content-Type") == "text/javascript; charset=utf-8");
    CHECK(site.ask(SiteFixture::get("/../etc/passwd")).status == 404);
    CHECK(site.ask(SiteFixture::post("/", "{}")).status == 405);
}

TEST_CASE("WWS-02: no token without a session, none after log out") {
    SiteFixture site;
    for (const char* cookie : {"", "__Host-wwsf=", "__Host-wwsf=0123", "__Host-wwsfx=0123"}) {
        CHECK(site.ask(SiteFixture::post("/api/token", "{}", {{"Cookie", cookie}})).status == 401);
        const auto refused = site.ask(SiteFixture::get("/api/bootstrap", {{"Cookie", cookie}}));
        CHECK(refused.status == 401);
        CHECK_FALSE(SiteFixture::json_of(refused).contains("token"));
    }
    const auto cookie = site.session("bob");
    CHECK(site.ask(SiteFixture::post("/api/token", "{}", cookie)).status == 200);
    const auto out = site.ask(SiteFixture::post("/api/logout", "{}", cookie));
    CHECK(out.status == 200);
    CHECK(field(out, "Set-Cookie").find("Max-Age=0") != std::string::npos);
    CHECK(site.ask(SiteFixture::post("/api/token", "{}", cookie)).status == 401);
}

TEST_CASE("WWS-02: the session cookie is for this host, HTTPS, no script and no other site") {
    SiteFixture site;
    const auto response = site.ask(SiteFixture::log_in("BOB", "demo-bob"));
    CHECK(response.status == 200);
    const std::string cookie = field(response, "Set-Cookie");
    CHECK(cookie.find("__Host-") == 0);
    for (const char* attribute : {"; Path=/;", "; Secure;", "; HttpOnly;", "; SameSite=Strict;", "; Max-Age=43200"})
        CHECK(cookie.find(attribute) != std::string::npos);
    CHECK(cookie.find("Domain") == std::string::npos);
}

TEST_CASE("WWS-02: a wrong password and an unknown user are answered alike and not logged") {
    SiteFixture site;
    const auto wrong = site.ask(SiteFixture::log_in("bob", "hunter2"));
    const auto unknown = site.ask(SiteFixture::log_in("mallory", "hunter2"));
    CHECK(wrong.status == 401);
    CHECK(unknown.status == 401);
    CHECK(wrong.body == unknown.body);
    CHECK(wrong.headers == unknown.headers);
    CHECK(field(wrong, "Set-Cookie") == "");
    CHECK_FALSE(site.host.said("hunter2"));
    CHECK_FALSE(site.host.said("mallory"));
    const auto cookie = site.session("bob");
    CHECK_FALSE(site.host.said("demo-bob"));
    CHECK_FALSE(site.host.said(cookie[0].second.substr(24)));
}

TEST_CASE("WWS-02: guesses sent at once get no further than one after the other") {
    SiteFixture site;
    std::vector<std::future<http::Response>> answers;
    for (int i = 0; i < 12; ++i) answers.push_back(site.begin(SiteFixture::log_in("bob", "guess")));
    int judged = 0, held = 0;
    for (auto& answer : answers) {
        const auto response = answer.get();
        if (response.status == 401) ++judged;
        if (response.status == 429 && !field(response, "Retry-After").empty()) ++held;
    }
    CHECK(judged == 5);
    CHECK(held == 7);
    CHECK(site.ask(SiteFixture::log_in("bob", "demo-bob")).status == 429);
    CHECK(site.ask(SiteFixture::log_in("alice", "demo-alice")).status == 200);
}

TEST_CASE("WWS-02: what is no log-in is refused") {
    SiteFixture site;
    const std::string long_text(257, 'x');
    for (const std::string& body : std::vector<std::string>{
             "", "[]", "{}", R"({"username":"bob"})", R"({"username":1,"password":"x"})",
             R"({"username":"","password":"x"})", R"({"username":")" + long_text + R"(","password":"x"})"})
        CHECK(site.ask(SiteFixture::post("/api/login", body)).status == 400);
    auto form = SiteFixture::log_in("bob", "demo-bob");
    form.headers.back().second = "application/x-www-form-urlencoded";
    CHECK(site.ask(form).status == 415);
    CHECK(site.ask(SiteFixture::get("/api/login")).status == 405);
    CHECK(site.ask(SiteFixture::get("/api/nothing")).status == 404);
}

TEST_CASE("WWS-03 WWS-04: the token names the session's user, each time the same, never another") {
    SiteFixture site;
    const auto bob = site.session("bob"), alice = site.session("alice"), bob_again = site.session("bob");
    const auto subject = [&](const http::Headers& cookie) {
        return SiteFixture::claims_of(
            site.ask(SiteFixture::post("/api/token", R"({"sub":"sip:Alice@enterprise.com"})", cookie)))["sub"];
    };
    CHECK(subject(bob) == "sip:Bob@enterprise.com");
    CHECK(subject(bob_again) == "sip:Bob@enterprise.com");
    CHECK(subject(alice) == "sip:Alice@enterprise.com");
    auto query = SiteFixture::get("/api/bootstrap", bob);
    query.query = "identity=sip:Alice@enterprise.com";
    const auto document = site.ask(query);
    CHECK(SiteFixture::json_of(document)["identity"] == "sip:Bob@enterprise.com");
    CHECK(SiteFixture::claims_of(document)["sub"] == "sip:Bob@enterprise.com");
}

TEST_CASE("W1-03: the bootstrap document") {
    SiteFixture site;
    const auto response = site.ask(SiteFixture::get("/api/bootstrap", site.session("bob")));
    CHECK(response.status == 200);
    CHECK(field(response, "Content-Type") == "application/json");
    json document = SiteFixture::json_of(response);
    CHECK(document["token"].get<std::string>().size() > 100);
    document.erase("token");
    CHECK(document == json{{"wss", "wss://127.0.0.1:8444/w2"},
                           {"identity", "sip:Bob@enterprise.com"},
                           {"display_name", "Bob"},
                           {"auth", "bearer"},
                           {"expires_in", 600},
                           {"ice_servers", {{{"urls", {"stun:127.0.0.1:3478"}}}}},
                           {"contacts", {{{"name", "Echo"}, {"uri", "sip:echo@ims.operator.example"}}}}});
}

TEST_CASE("W1-04: answers with a token are not stored, and the token is in no URL") {
    SiteFixture site;
    const auto cookie = site.session("bob");
    const auto token = site.ask(SiteFixture::post("/api/token", "{}", cookie));
    CHECK(field(token, "Cache-Control") == "no-store");
    CHECK(SiteFixture::json_of(token)["expires_in"] == 600);
    CHECK(field(token, "Location") == "");
    CHECK(field(site.ask(SiteFixture::get("/api/bootstrap", cookie)), "Cache-Control") == "no-store");
    CHECK_FALSE(site.host.said(SiteFixture::json_of(token)["token"].get<std::string>()));
}

TEST_CASE("TOK-06: the token's origin is that of the page that asked") {
    SiteFixture site;
    const auto cookie = site.session("bob");
    const auto origin = [&](http::Request request) {
        return SiteFixture::claims_of(site.ask(std::move(request)))["origin"];
    };
    CHECK(origin(SiteFixture::get("/api/bootstrap", cookie)) == test::page_origin);
    CHECK(origin(SiteFixture::post("/api/token", "{}", cookie, test::other_own_origin)) == test::other_own_origin);
    auto by_name = SiteFixture::get("/api/bootstrap", cookie);
    by_name.headers.back().second = "PHONE.example";
    CHECK(origin(by_name) == test::other_own_origin);
    by_name.headers.back().second = "evil.example";
    CHECK(origin(by_name) == test::page_origin);
}

TEST_CASE("WWS-09: only pages of ours may ask, and only they are told so") {
    SiteFixture site;
    const auto cookie = site.session("bob");
    for (const char* origin : {"https://evil.example", "null", "https://127.0.0.1:8443.evil.example",
                               "http://127.0.0.1:8443", "https://127.0.0.1", ""}) {
        CHECK(site.ask(SiteFixture::post("/api/logout", "{}", cookie, origin)).status == 403);
        const auto refused = site.ask(SiteFixture::post("/api/token", "{}", cookie, origin));
        CHECK(refused.status == 403);
        CHECK(field(refused, "Access-Control-Allow-Origin") == "");
        auto preflight = SiteFixture::post("/api/token", "", {}, origin);
        preflight.method = "OPTIONS";
        CHECK(site.ask(preflight).status == 403);
    }
    CHECK(site.ask(SiteFixture::get("/api/bootstrap", {cookie[0], {"Origin", "https://evil.example"}})).status == 403);
    const auto own = site.ask(SiteFixture::post("/api/token", "{}", cookie, test::other_own_origin));
    CHECK(field(own, "Access-Control-Allow-Origin") == test::other_own_origin);
    CHECK(field(own, "Vary") == "Origin");
    auto preflight = SiteFixture::post("/api/token", "", {}, test::other_own_origin);
    preflight.method = "OPTIONS";
    const auto allowed = site.ask(preflight);
    CHECK(allowed.status == 204);
    CHECK(field(allowed, "Access-Control-Allow-Headers") == "Content-Type");
}

TEST_CASE("WWS-03: JWKS holds the public half only; health answers") {
    SiteFixture site;
    const auto jwks = site.ask(SiteFixture::get("/.well-known/jwks.json"));
    CHECK(jwks.status == 200);
    CHECK(field(jwks, "Content-Type") == "application/jwk-set+json");
    const json keys = SiteFixture::json_of(jwks)["keys"];
    REQUIRE(keys.size() == 1);
    CHECK(keys[0]["kty"] == "EC");
    CHECK_FALSE(keys[0].contains("d"));
    CHECK(SiteFixture::json_of(site.ask(SiteFixture::get("/health"))) == json{{"status", "ok"}});
}

TEST_CASE("WWS-02: logging in again ends the old session of this browser") {
    SiteFixture site;
    const auto old = site.session("bob");
    auto request = SiteFixture::log_in("alice", "demo-alice");
    request.headers.push_back(old[0]);
    CHECK(site.ask(request).status == 200);
    CHECK(site.ask(SiteFixture::post("/api/token", "{}", old)).status == 401);
}

TEST_CASE("W1-01 WWS-02: a configuration that cannot be served is refused and says why") {
    test::RecordingHost host;
    EventLoop loop;
    wwsf::ServerConfig good;
    good.bind.bind = {"127.0.0.1", 0};
    good.certificate_file = good.private_key_file = "none.pem";
    good.blocks = {
        {"sip:w1-!.*!@webrtc.operator.example", "wss://127.0.0.1:8444", wwsf::Allocation::ep_cscf, {"enterprise.com"}}};
    good.audience = "ims.operator.example";
    good.users_file = "none.json";
    good.signing_key_file = "none.key";
    const auto why = [&](auto change) {
        wwsf::ServerConfig config = good;
        change(config);
        auto server = wwsf::Server::create(loop, config, host);
        return server ? std::string("created") : server.error().text;
    };
    using Config = wwsf::ServerConfig;
    CHECK(why([](Config& c) { c.certificate_file = ""; }).find("HTTPS") != std::string::npos);
    CHECK(why([](Config& c) { c.blocks[0].wss = "ws://127.0.0.1:8444"; }).find("wss://") != std::string::npos);
    CHECK(why([](Config& c) { c.blocks[0].wss = "wss://a; script-src *"; }).find("wss://") != std::string::npos);
    CHECK(why([](Config& c) { c.audience = ""; }).find("audience") != std::string::npos);
    CHECK(why([](Config& c) { c.token_life = std::chrono::seconds(7200); }).find("3600") != std::string::npos);
    CHECK(why([](Config& c) { c.origins = {"http://127.0.0.1"}; }).find("https://host[:port]") != std::string::npos);
    CHECK(why([](Config&) {}).find("none.json") != std::string::npos);
}
