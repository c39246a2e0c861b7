// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <wims/common/address.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/log.hpp>
#include <wims/common/result.hpp>

#include "common/http/message.hpp"
#include "common/runtime/event_loop.hpp"

namespace wims::http {

/// Answers the request it came with. May be called later, on the loop; the first call counts, and one after the client
/// has gone does nothing. Dropping every copy without a call answers 500.
using Respond = std::function<void(Response)>;

/// Runs on the loop. The request lives until the call returns.
using Handler = std::function<void(const Request&, Respond)>;

struct ServerConfig {
    Endpoint bind;
    std::string certificate_file;              ///< PEM chain; both files empty: plain HTTP, for loopback only
    std::string private_key_file;              ///< PEM
    std::size_t body_limit = 65536;            ///< octets; more is answered 413
    Duration idle = std::chrono::seconds(30);  ///< TLS handshake, each whole request, and between requests
    std::size_t connections = 1000;            ///< more are closed at accept
};

/// An HTTP/1.1 server on somebody's loop: TLS 1.2 or later, keep-alive, one request at a time on a connection, HEAD
/// from the handler's answer to it. Requests that a proxy could read differently are refused with 400. [RFC 9112]
///
/// Created and destroyed on the loop's thread (or before it runs). After the destructor nothing of it runs.
class Server {
public:
    /// usage: bad address, certificate or key, the text says which; io: the address cannot be bound.
    static Result<std::unique_ptr<Server>> create(EventLoop& loop, ServerConfig config, Handler handler, Logger log);
    virtual ~Server() = default;

    /// As bound: tells the port when configuration said 0.
    virtual TransportAddress local() const = 0;
    virtual std::size_t connections() const = 0;
};

}  // namespace wims::http
