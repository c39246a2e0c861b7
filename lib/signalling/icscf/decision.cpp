// SPDX-License-Identifier: Apache-2.0
#include "signalling/icscf/decision.hpp"

#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"
#include "signalling/sip/uri.hpp"

namespace wims::icscf {
namespace {

/// A server that did not answer is a time-out to the caller, one that failed is a failure. [RFC 3261 21.5]
Error failed(const char* server, const Error& error) {
    const bool silent = error.kind == ErrorKind::timeout || error.kind == ErrorKind::io;
    return {error.kind, std::string(server) + ": " + error.text, silent ? 504 : 500};
}

}  // namespace

Result<Called> called_by(std::string_view request_uri, const std::vector<std::string>& domains) {
    auto identity = identity::canonical(request_uri);
    if (!identity::in_any_domain(identity::host_of(request_uri), domains))
        return Called{false, identity ? std::move(*identity) : std::string(request_uri)};
    if (identity) return Called{true, std::move(*identity)};
    Error error = identity.error();
    if (request_uri.find('@') == std::string_view::npos) error.status = 404;
    return error;
}

Result<Proceed> judge(const Result<w7::Status>& status) {
    if (!status && status.error().kind == ErrorKind::not_found)
        return Error{ErrorKind::not_found, "the identity is unknown", 404};
    if (!status) return failed("W7", status.error());
    if (!status->registered) return Error{ErrorKind::not_found, "the user is not registered", 480};
    auto impu = identity::canonical(status->impu);
    if (!impu) return Error{ErrorKind::protocol, "W7: the individual IMPU is no identity", 500};
    return Proceed{std::move(*impu), status->wimpu};
}

Result<cx::LocationInfoAnswer> judge(Result<cx::LocationInfoAnswer> location) {
    if (!location && location.error().kind == ErrorKind::not_found) {
        Error error = location.error();
        if (error.status != 480) error.status = 404;
        return error;
    }
    if (!location) return failed("Cx", location.error());
    if (!sip::Uri::parse(location->server_name))
        return Error{ErrorKind::protocol, "Cx: the server name is no URI", 500};
    return location;
}

}  // namespace wims::icscf
