// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/log.hpp>
#include <wims/common/result.hpp>

#include "common/http/message.hpp"
#include "common/runtime/event_loop.hpp"

namespace wims::http2 {

struct ServerConfig {
    Endpoint bind;
    std::string certificate_file;  ///< PEM chain
    std::string private_key_file;  ///< PEM
    std::string client_ca_file;    ///< PEM; a client must show a certificate that chains to one of these
    std::size_t connections = 64;  ///< more are closed at accept
    std::uint32_t streams = 128;   ///< requests at once on a connection
    std::size_t header_limit = 16384, body_limit = 65536;  ///< octets of a request: 431, 413
    Duration handshake = std::chrono::seconds(10);         ///< TLS
    Duration whole_request = std::chrono::seconds(10);     ///< from its first field to its last octet
    Duration idle = std::chrono::minutes(5);               ///< without a request
    Duration reading = std::chrono::seconds(30);           ///< a client that takes nothing of what waits for it
};

/// Who asks, as its verified certificate says: the common name first, then its other names.
struct Peer {
    TransportAddress remote;
    std::vector<std::string> names;
};

/// The first call counts; one after the client has gone does nothing; none at all is a 500. On the loop.
using Respond = std::function<void(http::Response)>;

/// What a server asks of its user. On the loop.
class ServerUser {
public:
    virtual ~ServerUser() = default;
    /// The request and the peer live until the call returns.
    virtual void on_request(const http::Request& request, const Peer& peer, Respond respond) = 0;
    /// A connection that broke off, with why: a handshake that failed, a flood, a client too slow.
    virtual void on_broken(std::string_view why) = 0;
    /// A request that was answered 413 or 431 on the spot.
    virtual void on_oversize() = 0;
};

/// An HTTP/2 server with mutual TLS on somebody's loop; ALPN h2 and nothing else. [RFC 9113, RFC 7301]
/// Created and destroyed on the loop's thread, or while it does not run. After the destructor nothing of it runs.
class Server {
public:
    /// usage: bad address, certificate, key or authority, the text says which; io: the address cannot be bound.
    static Result<std::unique_ptr<Server>> create(EventLoop& loop, const ServerConfig& config, ServerUser& user,
                                                  Logger log);
    virtual ~Server() = default;

    virtual TransportAddress local() const = 0;  ///< tells the port when configuration said 0
    virtual std::size_t connections() const = 0;
    /// Takes no more connections or requests, and tells the clients so.
    virtual void go_away() = 0;
};

}  // namespace wims::http2
