// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/log.hpp>
#include <wims/common/result.hpp>

#include "common/runtime/event_loop.hpp"
#include "wwsf/blocks.hpp"

namespace wims::wwsf {

/// Somebody the page offers to call.
struct Contact {
    std::string name;
    std::string uri;
};

struct IceServer {
    std::vector<std::string> urls;
    std::string username;
    std::string credential;
};

struct ServerConfig {
    Endpoint bind;                     ///< port 0: any
    std::string certificate_file;      ///< PEM chain; plain HTTP is not served
    std::string private_key_file;      ///< PEM
    std::vector<std::string> origins;  ///< of the page, "https://host[:port]"; empty: the advertised address and port
    std::vector<ServedBlock> blocks;   ///< each with its one eP-CSCF
    /// Where log-in and tokens are at another server, its origin: then this one has the page alone and needs none of the
    /// files below. Both must be of one site, or browsers keep the session cookie back. (WWS-08)
    std::string token_service;
    std::string users_file;  ///< see UserFile
    std::string
        allocations_file;  ///< see Allocations; made on first use; empty: every user has an identity of their own
    std::string signing_key_file;  ///< PEM, P-256; made on first use
    std::string issuer;            ///< the token's `iss`; empty: the first origin
    std::string audience;          ///< the token's `aud`: the provider's realm (TOK-09)
    std::chrono::seconds token_life{600};
    std::chrono::seconds session_life{12 * 3600};
    std::size_t sessions = 10000;  ///< log-ins kept; the oldest ends first
    std::chrono::seconds hsts{0};  ///< Strict-Transport-Security; 0: none, since on localhost it would bind every port
    std::vector<Contact> contacts;
    std::vector<IceServer> ice_servers;
};

/// The WebRTC Web Server Function: serves the page and the WIC over HTTPS, logs users in, and gives a logged-in user the
/// security token for the one identity that is theirs. [S1 X.1.4.2, S2 5.2.2.5.2 st.1; W1-01..04, WWS-01..04]
///
///     GET  /, /app.js, …              the page
///     POST /api/login                 {"username", "password"} -> {}, a session cookie; 401, 429
///     POST /api/logout                -> {}
///     GET  /api/bootstrap             -> {"wss", "identity", "auth", "token", "expires_in", "ice_servers", "contacts"}; 401
///     POST /api/token                 -> {"token", "expires_in"}; 401
///     GET  /.well-known/jwks.json     the issuer's key set
///     GET  /w1.json                   {"w1": origin of the server for log-in and tokens; empty: this one}
///     GET  /health                    {"status": "ok"}
///
/// Created and destroyed on the loop's thread (or before it runs).
class Server {
public:
    /// usage: a configuration value, user file or key that does not fit; io: the address cannot be bound.
    static Result<std::unique_ptr<Server>> create(EventLoop& loop, ServerConfig config, LogSink& log);
    virtual ~Server() = default;

    /// What create() would refuse, without binding an address or writing a file; files that it would make may be missing.
    static Result<void> check(const ServerConfig& config);

    virtual TransportAddress local() const = 0;
    /// The first of the page's origins: what W2 must allow and the tokens name.
    virtual const std::string& origin() const = 0;
    /// Empty where another server has the tokens.
    virtual const std::string& issuer() const = 0;
    /// For w1::TrustedIssuer of a verifier in the same process.
    virtual const std::string& jwks() const = 0;
};

/// The `iss` of its tokens, where the port is known beforehand.
std::string issuer_of(const ServerConfig& config);

}  // namespace wims::wwsf
