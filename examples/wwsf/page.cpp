// SPDX-License-Identifier: Apache-2.0
#include "wwsf/page.hpp"

#include <nlohmann/json.hpp>

#include "wwsf/assets.hpp"

namespace wims::wwsf {
namespace {

using nlohmann::json;

std::string content_policy(const std::vector<std::string>& sockets, const std::string& token_service) {
    std::string connect = token_service.empty() ? "" : " " + token_service;
    for (const auto& socket : sockets) connect += " " + socket;
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'" + connect +
           "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

http::Response not_stored(int status, std::string body) {
    return {status,
            {{"Cache-Control", "no-store"}, {"Vary", "Origin"}, {"Content-Type", "application/json"}},
            std::move(body)};
}

}  // namespace

http::Response refusal(int status, std::string_view why) { return not_stored(status, json{{"error", why}}.dump()); }

Page::Page(const std::vector<std::string>& sockets, std::string token_service, std::chrono::seconds hsts)
    : w1_(json{{"w1", token_service}}.dump()), content_policy_(content_policy(sockets, token_service)), hsts_(hsts) {}

http::Response Page::serve(const http::Request& request) const {
    if (request.method != "GET" && request.method != "HEAD") {
        auto response = refusal(405, "Only GET works here.");
        response.headers.emplace_back("Allow", "GET, HEAD");
        return response;
    }
    if (request.path == "/health") return not_stored(200, R"({"status":"ok"})");
    if (request.path == "/w1.json") return not_stored(200, w1_);
    return asset(request);
}

http::Response Page::asset(const http::Request& request) const {
    const Asset* found = find_asset(request.path);
    if (found == nullptr) return refusal(404, "There is nothing here.");
    http::Response response{200, {{"ETag", found->etag}, {"Cache-Control", "no-cache"}}, {}};
    if (request.lists("If-None-Match", found->etag)) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("Content-Type", found->content_type);
    response.body = found->octets;
    return response;
}

http::Response Page::secured(http::Response response) const {
    auto& headers = response.headers;
    headers.emplace_back("Content-Security-Policy", content_policy_);
    headers.emplace_back("X-Content-Type-Options", "nosniff");
    headers.emplace_back("X-Frame-Options", "DENY");
    headers.emplace_back("Referrer-Policy", "no-referrer");
    headers.emplace_back("Permissions-Policy", "microphone=(self), camera=(self), geolocation=()");
    headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    if (hsts_.count() > 0)
        headers.emplace_back("Strict-Transport-Security", "max-age=" + std::to_string(hsts_.count()));
    return response;
}

}  // namespace wims::wwsf
