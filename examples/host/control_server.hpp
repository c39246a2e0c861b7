// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>

#include <wims/common/address.hpp>
#include <wims/common/log.hpp>
#include <wims/common/result.hpp>

#include "common/http/server.hpp"
#include "common/runtime/event_loop.hpp"
#include "host/metrics_table.hpp"

namespace wims::host {

/// A host's control address, plain HTTP for a loopback or management network:
///
///     GET /health     200 {"status": "in service" | what it waits for, <entity>: {…}}
///     GET /metrics    200 {"counters": {…}, "gauges": {…}}
///
/// Any thread creates and destroys it; `health` runs on its own thread and must not block.
class ControlServer {
public:
    using Health = std::function<nlohmann::json()>;

    /// io: the address cannot be bound.
    static Result<std::unique_ptr<ControlServer>> create(const TransportAddress& address, Health health,
                                                         const MetricsTable& metrics, LogSink& log);
    ~ControlServer();

private:
    ControlServer(Health health, const MetricsTable& metrics) : health_(std::move(health)), metrics_(metrics) {}
    void answer(const http::Request& request, const http::Respond& respond) const;

    const Health health_;
    const MetricsTable& metrics_;
    LoopThread thread_{"control"};
    std::unique_ptr<http::Server> server_;
};

}  // namespace wims::host
