// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <wims/common/result.hpp>
#include <wims/signalling/counters.hpp>
#include <wims/w2/origin_policy.hpp>

#include "common/http/message.hpp"

namespace wims::w2 {

/// What the answer to a handshake depends on, besides the request.
struct HandshakePolicy {
    OriginPolicy origins;
    std::string wwsf_url;   ///< the page for people links there; may be empty
    bool draining = false;  ///< no new flows: 503
};

/// Write `response`, then WebSocket begins.
struct Accepted {
    std::string response;  ///< the 101, whole
    std::string origin;
};

/// Answer and close.
struct NotUpgraded {
    http::Response response;
    std::string_view why;  ///< a literal, for the log; empty when nothing was wrong (the page, health)
    std::optional<signalling::Counter> counter;
};

/// The server's part of the WebSocket opening handshake with every check of the gateway: E01 400, E02 426, E03 403. A
/// GET that asks for no upgrade gets a small page at "/" and "ok" at "/health". [RFC 6455 4.2, RFC 7118 4.1]
std::variant<Accepted, NotUpgraded> answer_handshake(const http::Request& request, const HandshakePolicy& policy);

/// usage: not an origin as browsers write it: lower case, no path, no default port. [RFC 6454 6.2]
Result<void> check_origin_form(std::string_view origin);

/// Sec-WebSocket-Accept for a key. [RFC 6455 4.2.2]
std::string accept_value(std::string_view key);

}  // namespace wims::w2
