// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/result.hpp>

#include "common/net/channel.hpp"

namespace wims::tls {

struct ClientSettings {
    std::string ca_file;            ///< PEM; the server's certificate must chain to one of these
    std::string certificate_file;   ///< PEM chain, shown to a server that asks; empty with the key: none
    std::string private_key_file;   ///< PEM
    std::vector<std::string> alpn;  ///< when given, a server that chooses none of these is refused
};

/// How a client of ours speaks TLS (`context.hpp`): always with a verified server. One serves any number of connections
/// and threads.
class ClientContext {
public:
    /// usage: a file that cannot be read, is no PEM, or a key that is not the certificate's; the text names the file.
    static Result<std::shared_ptr<ClientContext>> create(const ClientSettings& settings);
    virtual ~ClientContext() = default;

    /// TLS on a socket that is connected or still connecting (net::connect_tcp). The server's certificate must carry
    /// `name`: a numeric IP address, else a DNS name, which is also sent as SNI. Null when memory ran out or the name
    /// is neither. The channel keeps what it needs of the context alive.
    virtual std::unique_ptr<net::Channel> connect(net::Fd fd, const std::string& name) = 0;
};

}  // namespace wims::tls
