// SPDX-License-Identifier: Apache-2.0
#include "registry/server/resources.hpp"

#include <algorithm>
#include <utility>

#include <wims/registry/counters.hpp>

#include "registry/wire/problem.hpp"
#include "registry/wire/target.hpp"

namespace wims::registry {

namespace {

constexpr const char* any = nullptr;

bool matches(const std::vector<std::string>& path, const std::vector<const char*>& pattern) {
    return std::equal(path.begin(), path.end(), pattern.begin(), pattern.end(),
                      [](const std::string& segment, const char* wanted) {
                          return wanted == any ? !segment.empty() : segment == wanted;
                      });
}

/// What follows `root`; nothing: the path lies elsewhere.
std::optional<std::vector<std::string>> below(std::string_view path, std::string_view root) {
    if (!path.starts_with(root)) return std::nullopt;
    return wire::segments(path.substr(root.size()));
}

}  // namespace

const std::vector<Resources::Route>& Resources::routes() {
    using R = Resources;
    static const std::vector<Route> table = {
        {"POST", wire::w6_root, {"users:allocate"}, &R::allocate, true},
        {"GET", wire::w6_root, {"users", any}, &R::user, false},
        {"DELETE", wire::w6_root, {"users", any}, &R::remove_user, false},
        {"DELETE", wire::w6_root, {"users", any, "contacts", any}, &R::remove_contact, false},
        {"POST", wire::w6_root, {"users", any, "flow-down"}, &R::flow_down, true},
        {"GET", wire::w6_root, {"users", any, "location"}, &R::locate, false},
        {"PUT", wire::w6_root, {"blocks", any, "owner"}, &R::claim, true},
        {"POST", wire::w6_root, {"subscriptions"}, &R::subscribe, true},
        {"GET", wire::w6_root, {"subscriptions", any, "changes"}, &R::changes, false},
        {"DELETE", wire::w6_root, {"subscriptions", any}, &R::unsubscribe, false},
        {"GET", wire::w7_root, {"users", any}, &R::status, false},
    };
    return table;
}

Resources::Resources(EventLoop& loop, Rights rights, WimpuRegistrar& registrar, LogSink& log, Metrics& metrics)
    : loop_(loop), rights_(std::move(rights)), registrar_(registrar), log_(log, "wimpu-registrar"), metrics_(metrics),
      subscriptions_(loop, registrar.w6(), metrics) {}

void Resources::on_broken(std::string_view) { count(metrics_, Counter::http_broken); }

void Resources::on_oversize() {
    count(metrics_, Counter::http_requests);
    count(metrics_, Counter::http_malformed);
}

void Resources::on_request(const http::Request& request, const http2::Peer& peer, http2::Respond respond) {
    count(metrics_, Counter::http_requests);
    if (request.path == "/health" && request.method == "GET") return health(std::move(respond));
    const auto malformed = [&](int status, const char* cause, std::string detail) {
        count(metrics_, Counter::http_malformed);
        respond(wire::problem(status, cause, std::move(detail)));
    };
    // Who may do nothing learns nothing, not even which paths there are.
    const ClientRights* client = rights_.of(peer);
    if (client == nullptr) {
        count(metrics_, Counter::http_forbidden);
        log_.warning("a client without rights", {{"remote", to_string(peer.remote)}});
        return respond(wire::problem(403, "CLIENT_NOT_AUTHORISED", "this certificate has no rights here"));
    }
    std::string allowed;
    for (const auto& route : routes()) {
        auto path = below(request.path, route.root);
        if (!path || !matches(*path, route.path)) continue;
        if (request.method != route.method) {
            allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
            continue;
        }
        if (!route.body && !request.body.empty()) return malformed(400, "INVALID_BODY", "this request has no body");
        if (route.body && !request.header("content-type").starts_with("application/json"))
            return malformed(415, "INVALID_CONTENT_TYPE", "the body must be application/json");
        return (this->*route.operation)({*client, std::move(*path), request.query, request.body,
                                         std::string(request.header("if-match")),
                                         TrailId::from(request.header(wire::trail_header)), std::move(respond)});
    }
    if (allowed.empty()) return malformed(404, "RESOURCE_UNKNOWN", "there is no such resource");
    count(metrics_, Counter::http_malformed);
    auto answer = wire::problem(405, "METHOD_NOT_ALLOWED", "this resource has: " + allowed);
    answer.headers.emplace_back("allow", allowed);
    respond(std::move(answer));
}

void Resources::health(http2::Respond respond) {
    const auto size = registrar_.health();
    respond(
        {200,
         {{"content-type", "application/json"}, {"cache-control", "no-store"}},
         wire::text(
             {{"status", "UP"}, {"entries", size.entries}, {"contacts", size.contacts}, {"released", size.released}})});
}

void Resources::refuse(const Call& call, const Error& error) {
    if (error.kind == ErrorKind::protocol && error.status == 400) count(metrics_, Counter::http_malformed);
    call.respond(wire::problem(error));
}

void Resources::forbid(const Call& call, const char* what) {
    count(metrics_, Counter::http_forbidden);
    log_.with(call.trail).warning("refused to a client", {{"client", call.client.name}, {"what", what}});
    call.respond(wire::problem(403, "CLIENT_NOT_AUTHORISED", call.client.name + " may not " + what));
}

}  // namespace wims::registry
