// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <wims/common/address.hpp>
#include <wims/common/api.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/w6/registrar.hpp>
#include <wims/w7/status.hpp>

namespace wims::registry {

struct RegistrarClientConfig {
    TransportAddress server;
    std::string server_name;       ///< that the registrar's certificate must carry: DNS name or IP address
    std::string ca_file;           ///< PEM: who issued the registrar's certificate
    std::string certificate_file;  ///< PEM chain of this client; says what it may do (ClientRights)
    std::string private_key_file;  ///< PEM
    std::size_t in_flight = 100;   ///< requests at once on the connection
    std::size_t waiting = 1000;    ///< more fail at once with limit, 504
    Duration patience = std::chrono::seconds(10);  ///< nothing is kept longer, whatever its deadline
    bool keep_connected = false;  ///< connects without a request too, so that health() is true of the registrar
};

/// W6 and W7 of a registrar in another process. One connection, made with the first request (or at once: keep_connected) and again, with back-off, when
/// it breaks; a request whose connection broke is sent once more. Errors are those of the seams: io and timeout (504) when
/// the registrar cannot be reached, protocol (500) when it answers what we do not understand.
/// Runs on a thread of its own; callable from any thread; completions and changes come on the asker's executor.
class RegistrarClient {
public:
    /// usage: bad address, file or name, the text says which. Nobody need be listening yet. Log and metrics outlive it.
    WIMS_API static Result<std::unique_ptr<RegistrarClient>> create(const RegistrarClientConfig& config, LogSink& log,
                                                                    Metrics& metrics);
    /// What is still asked is not answered: its askers time out.
    virtual ~RegistrarClient() = default;

    virtual w6::Registrar& w6() = 0;
    virtual w7::StatusDirectory& w7() = 0;

    struct Health {
        bool connected = false;
        std::size_t pending = 0;   ///< operations without an answer
        std::size_t watching = 0;  ///< owners whose changes the registrar is known to send
    };
    /// Any thread, but not from a listener's or completion's call.
    virtual Health health() const = 0;
};

// The table: enumerator, name given to Metrics, what it counts. Append only.
#define WIMS_REGISTRAR_CLIENT_COUNTERS(X)                                                                            \
    X(requests, "registrar_client.requests", "requests to the registrar")                                            \
    X(unreachable, "registrar_client.unreachable",                                                                   \
      "requests that failed because it could not be reached in time (E21)")                                          \
    X(refused, "registrar_client.refused", "requests that it answered with an error")                                \
    X(not_understood, "registrar_client.not_understood", "answers that are none of W6 or W7")                        \
    X(stale_retries, "registrar_client.stale_retries", "removals tried again because the entry had changed (W6-03)") \
    X(changes_heard, "registrar_client.changes_heard", "changes that the registrar told (W6-06)")

}  // namespace wims::registry
