// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include <wims/common/address.hpp>
#include <wims/common/executor.hpp>

#include "common/net/fd.hpp"
#include "common/runtime/event_loop.hpp"

namespace wims::net {

/// A listening TCP socket on a loop. Hands over connected, non-blocking sockets with TCP_NODELAY, at most 64 a turn.
/// When the process is out of descriptors it waits 100 ms instead of spinning. Loop's thread, or before the loop runs.
class Acceptor {
public:
    using Accepted = std::function<void(Fd, const TransportAddress& remote)>;

    Acceptor(EventLoop& loop, Fd listening, Accepted accepted);
    ~Acceptor();
    Acceptor(const Acceptor&) = delete;
    Acceptor& operator=(const Acceptor&) = delete;

    TransportAddress local() const;

private:
    void accept_some();

    EventLoop& loop_;
    Fd listening_;
    Accepted accepted_;
    Timer pause_;
};

}  // namespace wims::net
