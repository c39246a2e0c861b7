// SPDX-License-Identifier: Apache-2.0
#include "registry/wire/problem.hpp"

#include "registry/wire/messages.hpp"

namespace wims::registry::wire {

namespace {

struct Cause {
    ErrorKind kind;
    int status;       ///< of the Error
    int http_status;  ///< on the wire
    const char* name;
};

constexpr Cause causes[] = {
    {ErrorKind::not_found, 404, 404, "NOT_FOUND"},    {ErrorKind::auth, 403, 403, "NOT_ALLOWED"},
    {ErrorKind::auth, 409, 409, "STALE_EPOCH"},       {ErrorKind::auth, 412, 412, "VERSION_MISMATCH"},
    {ErrorKind::limit, 503, 503, "NO_CAPACITY"},      {ErrorKind::protocol, 500, 409, "CSEQ_OUT_OF_ORDER"},
    {ErrorKind::protocol, 400, 400, "INVALID_VALUE"}, {ErrorKind::protocol, 416, 400, "UNSUPPORTED_URI_SCHEME"},
    {ErrorKind::timeout, 504, 504, "TIMEOUT"},        {ErrorKind::io, 504, 504, "UNREACHABLE"},
};

}  // namespace

http::Response problem(int status, std::string cause, std::string detail) {
    const Json body = {
        {"title", http::reason_phrase(status)}, {"status", status}, {"detail", detail}, {"cause", cause}};
    return {status, {{"content-type", "application/problem+json"}}, text(body)};
}

http::Response problem(const Error& error) {
    for (const auto& cause : causes)
        if (cause.kind == error.kind && cause.status == error.status)
            return problem(cause.http_status, cause.name, error.text);
    return problem(500, "SYSTEM_FAILURE", error.text);
}

Error error_of(const http::Response& response) {
    std::string name, detail;
    if (const auto body = parse(response.body)) {
        if (const auto it = body->find("cause"); it != body->end() && it->is_string()) name = it->get<std::string>();
        if (const auto it = body->find("detail"); it != body->end() && it->is_string()) detail = it->get<std::string>();
    }
    for (const auto& cause : causes)
        if (name == cause.name && response.status == cause.http_status)
            return {cause.kind, detail.empty() ? name : detail, cause.status};
    if (response.status == 403) return {ErrorKind::auth, detail.empty() ? "not allowed" : detail, 403};
    return {ErrorKind::protocol,
            "the registrar answered " + std::to_string(response.status) + " " + name + ": " + detail, 500};
}

}  // namespace wims::registry::wire
