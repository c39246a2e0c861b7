// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "common/net/acceptor.hpp"
#include "common/tls/server_context.hpp"
#include "signalling/iwf/connection.hpp"
#include "signalling/iwf/worker_context.hpp"

namespace wims::signalling {

/// One thread of an IWF: a listening socket and the connections it took. Several may share an address. Connection
/// numbers are `index + 1`, `index + 1 + workers`, …: a number names its worker.
class Worker {
public:
    Worker(IwfState& state, std::size_t index, std::size_t workers, net::Fd listening,
           std::shared_ptr<tls::ServerContext> tls);
    ~Worker();

    // Any thread but the worker's.
    void start();
    /// Closes every flow with 1001 and gives the clients half a second to say goodbye. A second call does nothing.
    void stop();
    void send(iwf::Frame frame);
    void attach(const std::string& instance, iwf::Link& p_cscf);
    /// Its link is not called any more once this returns.
    void detach(const std::string& instance);

private:
    void accepted(net::Fd fd, const TransportAddress& remote);
    void handle(const iwf::Frame& frame);
    void forget_instance(const std::string& instance);
    void update_policy();
    Flow* find(const iwf::FlowId& flow);
    void forget(Connection& connection);
    void sweep();
    void go_away(std::function<void()> done);

    IwfState& state_;
    const std::size_t workers_;
    std::uint64_t next_number_;
    net::Fd listening_;
    std::shared_ptr<tls::ServerContext> tls_;
    LoopThread thread_;
    WorkerContext context_;

    // Worker's thread.
    std::optional<net::Acceptor> acceptor_;
    std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
    std::vector<std::uint64_t> gone_;
    Timer sweep_;
    Timer patience_;
    std::function<void()> all_gone_;
    bool stopped_ = false;
};

}  // namespace wims::signalling
