// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <wims/common/metrics.hpp>

namespace wims::signalling {

// The table: enumerator, name given to Metrics, what it counts. Append only.
#define WIMS_SIGNALLING_COUNTERS(X) \
    X(w2_flows_opened, "w2.flows_opened", "WebSocket handshakes that became a flow") \
    X(w2_origin_refused, "w2.origin_refused", "handshakes with an absent or unlisted Origin (E03)")

enum class Counter : std::uint16_t {
#define X(id, name, text) id,
    WIMS_SIGNALLING_COUNTERS(X)
#undef X
};

std::string_view name_of(Counter counter) noexcept;

inline void count(Metrics& metrics, Counter counter, std::uint64_t n = 1) noexcept {
    metrics.count(name_of(counter), n);
}

}  // namespace wims::signalling
