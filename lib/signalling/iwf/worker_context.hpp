// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include <wims/iwf/link.hpp>
#include <wims/signalling/counters.hpp>
#include <wims/signalling/iwf.hpp>

#include "common/runtime/event_loop.hpp"
#include "signalling/iwf/instances.hpp"
#include "signalling/w2/handshake.hpp"

namespace wims::signalling {

/// What all workers of an IWF share. Outlives them; the counts are written by all of them.
struct IwfState {
    const IwfConfig config;
    LogSink& log;
    Metrics& metrics;
    const std::uint32_t boot;
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> flows{0};
};

class Connection;

/// What the connections of one worker see of it. Worker's thread.
struct WorkerContext {
    EventLoop& loop;
    IwfState& state;
    w2::HandshakePolicy policy;
    Instances instances;
    std::function<void(Connection&)> gone;  ///< last; the connection is destroyed later, not in this call
};

}  // namespace wims::signalling
