// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/result.hpp>

#include "common/net/channel.hpp"

namespace wims::tls {

struct ServerSettings {
    std::string certificate_file;  ///< PEM chain
    std::string private_key_file;  ///< PEM
    /// PEM. When given, a client must show a certificate that chains to one of these (mutual TLS).
    std::string client_ca_file;
    std::vector<std::string> alpn{"http/1.1"};  ///< a client that offers names and none of these is refused
    bool alpn_required = false;                 ///< so is one that offers no names
};

/// A certificate and key, and how a server of ours speaks TLS (`context.hpp`). One serves any number of connections and
/// threads.
class ServerContext {
public:
    /// usage: a file that cannot be read, is no PEM, or a key that is not the certificate's; the text names the file.
    static Result<std::shared_ptr<ServerContext>> create(const ServerSettings& settings);
    static Result<std::shared_ptr<ServerContext>> create(const std::string& certificate_file,
                                                         const std::string& private_key_file);
    virtual ~ServerContext() = default;

    /// TLS on an accepted socket; null when memory ran out. The channel keeps what it needs of the context alive.
    virtual std::unique_ptr<net::Channel> accept(net::Fd fd) = 0;
};

}  // namespace wims::tls
