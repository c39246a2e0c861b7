// SPDX-License-Identifier: Apache-2.0
#include "wwsf/site.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "wwsf/session_cookie.hpp"

namespace wims::wwsf {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestCredential = 256;

bool is_json(const http::Request& request) {
    const std::string_view type = request.header("Content-Type");
    return http::equal_ignoring_case(type.substr(0, type.find(';')), "application/json");
}

struct Credentials {
    std::string name;
    Secret password;
};

bool read_credentials(const std::string& body, Credentials& out) {
    const json document = json::parse(body, nullptr, false);
    if (!document.is_object()) return false;
    const auto name = document.find("username"), password = document.find("password");
    if (name == document.end() || !name->is_string() || password == document.end() || !password->is_string())
        return false;
    out.name = name->get<std::string>();
    out.password = Secret(password->get<std::string>());
    return !out.name.empty() && out.name.size() <= kLongestCredential &&
           out.password.reveal().size() <= kLongestCredential;
}

}  // namespace

Site::Site(EventLoop& loop, ServerConfig config, Blocks blocks, UserFile users, TokenIssuer tokens, Logger log)
    : loop_(loop), config_(std::move(config)), blocks_(std::move(blocks)), users_(std::move(users)),
      tokens_(std::move(tokens)), log_(log), page_(blocks_.sockets(), {}, config_.hsts),
      sessions_(config_.session_life, config_.sessions), worker_(loop) {}

void Site::serve(const http::Request& request, const http::Respond& respond) {
    const http::Respond secure = [weak = weak_from_this(), respond](http::Response response) {
        if (const auto self = weak.lock()) respond(self->page_.secured(std::move(response)));
    };
    if (request.path.starts_with("/api/")) return serve_api(request, secure);
    if (request.path == "/.well-known/jwks.json" && (request.method == "GET" || request.method == "HEAD"))
        return secure({200,
                       {{"Content-Type", "application/jwk-set+json"}, {"Cache-Control", "public, max-age=300"}},
                       tokens_.jwks()});
    secure(page_.serve(request));
}

void Site::serve_api(const http::Request& request, const http::Respond& respond) {
    const std::string origin(request.header("Origin"));
    const bool reads = request.path == "/api/bootstrap";
    const bool known =
        reads || request.path == "/api/login" || request.path == "/api/logout" || request.path == "/api/token";
    if (!known) return respond(refuse(404, "There is nothing here.", origin));
    if (request.method == "OPTIONS") return respond(preflight(request));
    if (request.method != (reads ? "GET" : "POST")) {
        auto response = refuse(405, "This method does not work here.", origin);
        response.headers.emplace_back("Allow", reads ? "GET, OPTIONS" : "POST, OPTIONS");
        return respond(std::move(response));
    }
    // What changes something comes from a page of ours, and as a type that no plain form can send.
    if (!origin.empty() && !own_origin(origin)) return respond(refuse(403, "This page may not ask here.", ""));
    if (!reads && origin.empty()) return respond(refuse(403, "The request does not say which page sent it.", ""));
    if (!reads && !is_json(request)) return respond(refuse(415, "The body must be application/json.", origin));
    if (reads) return respond(bootstrap(request));
    if (request.path == "/api/login") return log_in(request, respond);
    respond(request.path == "/api/logout" ? log_out(request) : token(request));
}

void Site::log_in(const http::Request& request, const http::Respond& respond) {
    const std::string origin(request.header("Origin"));
    Credentials given;
    if (!read_credentials(request.body, given))
        return respond(refuse(400, "A user name and a password are needed.", origin));
    const User* user = users_.find(given.name);
    const std::string name = user != nullptr ? user->name : given.name;
    if (const Duration wait = throttle_.begin(name, loop_.now()); wait > Duration::zero()) {
        auto response = refuse(429, "Too many wrong passwords. Wait a little.", origin);
        response.headers.emplace_back("Retry-After",
                                      std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()));
        return respond(std::move(response));
    }
    const std::string old(session_cookie(request.header("Cookie")));
    const bool exists = user != nullptr;
    auto done = [weak = weak_from_this(), name, exists, origin, old, respond](bool right) {
        const auto self = weak.lock();
        if (!self) return;
        if (right && exists) self->sessions_.close(old);
        self->judge(name, right && exists, origin, respond);
    };
    if (worker_.submit(exists ? user->password : users_.nobody(), std::move(given.password), std::move(done))) return;
    throttle_.withdrawn(name);
    auto response = refuse(503, "Too many people log in right now.", origin);
    response.headers.emplace_back("Retry-After", "5");
    respond(std::move(response));
}

void Site::judge(const std::string& name, bool right, const std::string& origin, const http::Respond& respond) {
    if (!right) {
        log_.info("log-in refused");  // without the name: people type passwords into that field
        return respond(refuse(401, "User name or password is wrong.", origin));
    }
    throttle_.succeeded(name);
    log_.info("logged in", {{"user", name}});
    auto response = json(200, "{}", origin);
    response.headers.emplace_back("Set-Cookie",
                                  set_session_cookie(sessions_.open(name, loop_.now()), config_.session_life));
    respond(std::move(response));
}

http::Response Site::log_out(const http::Request& request) {
    sessions_.close(session_cookie(request.header("Cookie")));
    auto response = json(200, "{}", std::string(request.header("Origin")));
    response.headers.emplace_back("Set-Cookie", set_session_cookie("", std::chrono::seconds(0)));
    return response;
}

http::Response Site::bootstrap(const http::Request& request) const {
    const std::string origin(request.header("Origin"));
    const User* user = user_of(request);
    if (user == nullptr) return refuse(401, "Nobody is logged in.", origin);
    using Json = nlohmann::json;
    Json servers = Json::array(), contacts = Json::array();
    for (const IceServer& server : config_.ice_servers) {
        Json entry = {{"urls", server.urls}};
        if (!server.username.empty()) entry.update({{"username", server.username}, {"credential", server.credential}});
        servers.push_back(std::move(entry));
    }
    for (const Contact& contact : config_.contacts) contacts.push_back({{"name", contact.name}, {"uri", contact.uri}});
    const Secret fresh = tokens_.issue(user->identity, page_origin(request), loop_.wall_now());
    const Json document = {{"wss", blocks_.of(user->identity)->wss},
                           {"identity", user->identity},
                           {"display_name", user->display_name},
                           {"auth", "bearer"},
                           {"token", fresh.reveal()},
                           {"expires_in", tokens_.life().count()},
                           {"ice_servers", std::move(servers)},
                           {"contacts", std::move(contacts)}};
    return json(200, document.dump(), origin);
}

http::Response Site::token(const http::Request& request) const {
    const std::string origin(request.header("Origin"));
    const User* user = user_of(request);
    if (user == nullptr) return refuse(401, "Nobody is logged in.", origin);
    const Secret fresh = tokens_.issue(user->identity, page_origin(request), loop_.wall_now());
    const nlohmann::json document = {{"token", fresh.reveal()}, {"expires_in", tokens_.life().count()}};
    return json(200, document.dump(), origin);
}

http::Response Site::preflight(const http::Request& request) const {
    const std::string origin(request.header("Origin"));
    if (!own_origin(origin)) return refuse(403, "This page may not ask here.", "");
    auto response = json(204, "", origin);
    response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST");
    response.headers.emplace_back("Access-Control-Allow-Headers", "Content-Type");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
    return response;
}

const User* Site::user_of(const http::Request& request) const {
    const std::string name = sessions_.user_of(session_cookie(request.header("Cookie")), loop_.now());
    return name.empty() ? nullptr : users_.find(name);
}

bool Site::own_origin(std::string_view origin) const noexcept {
    return std::find(config_.origins.begin(), config_.origins.end(), origin) != config_.origins.end();
}

/// A same-origin GET has no Origin field: then the page is one of ours, and Host says which.
const std::string& Site::page_origin(const http::Request& request) const {
    const std::string_view origin = request.header("Origin");
    const std::string host = "https://" + std::string(request.header("Host"));
    for (const std::string& own : config_.origins)
        if (own == origin || (origin.empty() && http::equal_ignoring_case(own, host))) return own;
    return config_.origins.front();
}

http::Response Site::json(int status, std::string body, const std::string& origin) const {
    http::Response response{status, {{"Cache-Control", "no-store"}, {"Vary", "Origin"}}, std::move(body)};
    if (!response.body.empty()) response.headers.emplace_back("Content-Type", "application/json");
    if (own_origin(origin)) {
        response.headers.emplace_back("Access-Control-Allow-Origin", origin);
        response.headers.emplace_back("Access-Control-Allow-Credentials", "true");
    }
    return response;
}

http::Response Site::refuse(int status, std::string_view why, const std::string& origin) const {
    return json(status, nlohmann::json{{"error", why}}.dump(), origin);
}

}  // namespace wims::wwsf
