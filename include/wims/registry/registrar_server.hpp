// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/api.hpp>
#include <wims/registry/wimpu_registrar.hpp>

namespace wims::registry {

/// What one client may do, known by its certificate (W6-05, W7-01). A certificate that nobody named may do nothing but ask
/// for /health.
struct ClientRights {
    std::string name;  ///< the subject's common name or one of subjectAltName, as written there
    std::vector<std::string>
        blocks;               ///< W6: the wIMPUs that it may claim, write and read; with any, it may also locate
    bool locate = false;      ///< W6: which block and owner serve an identity (an IWF)
    bool status = false;      ///< W7 (an I-CSCF)
    bool administer = false;  ///< W6: remove any user, whoever owns the block
};

struct RegistrarServerConfig {
    Endpoint bind;
    std::string certificate_file;  ///< PEM chain
    std::string private_key_file;  ///< PEM
    std::string client_ca_file;    ///< PEM: whose certificates clients may show
    std::vector<ClientRights> clients;
    std::size_t connections = 64;  ///< clients at once
    std::uint32_t streams = 128;   ///< requests at once on a connection
};

/// W6 and W7 of a WimpuRegistrar for other processes: HTTP/2 over mutual TLS, as `openapi.yaml` describes. Runs on a thread
/// of its own. [S2 5.2.2.4.1, 5.2.2.4.2]
class RegistrarServer {
public:
    /// usage: bad address, file, block name, a client named twice or not at all; io: the address cannot be bound. The
    /// registrar, log and metrics must outlive it.
    WIMS_API static Result<std::unique_ptr<RegistrarServer>> create(const RegistrarServerConfig& config,
                                                                    WimpuRegistrar& registrar, LogSink& log,
                                                                    Metrics& metrics);
    /// Answers what is open with 503 where it can, then closes.
    virtual ~RegistrarServer() = default;

    virtual TransportAddress local() const = 0;  ///< tells the port when configuration said 0

    struct Health {
        std::size_t connections = 0;
        std::size_t subscriptions = 0;
    };
    /// Any thread but one of this server's callbacks.
    virtual Health health() const = 0;
};

}  // namespace wims::registry
