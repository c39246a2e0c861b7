// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <wims/common/result.hpp>

#include "common/net/channel.hpp"

namespace wims::tls {

/// A certificate and key, and how a server of ours speaks TLS: 1.2 or later, AEAD suites with forward secrecy only, no
/// renegotiation, no server-side session cache, ALPN http/1.1. One serves any number of connections and threads.
class ServerContext {
public:
    /// usage: a file that cannot be read, is no PEM, or a key that is not the certificate's; the text names the file.
    static Result<std::shared_ptr<ServerContext>> create(const std::string& certificate_file,
                                                         const std::string& private_key_file);
    virtual ~ServerContext() = default;

    /// TLS on an accepted socket; null when memory ran out. The channel keeps what it needs of the context alive.
    virtual std::unique_ptr<net::Channel> accept(net::Fd fd) = 0;
};

}  // namespace wims::tls
