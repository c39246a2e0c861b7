// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <wims/common/metrics.hpp>

namespace wims::registry {

// The table: enumerator, name given to Metrics, what it counts. Append only.
#define WIMS_REGISTRY_COUNTERS(X) \
    X(contacts_registered, "registrar.contacts_registered", "W6 register operations that succeeded") \
    X(status_queries, "registrar.status_queries", "W7 queries")

enum class Counter : std::uint16_t {
#define X(id, name, text) id,
    WIMS_REGISTRY_COUNTERS(X)
#undef X
};

std::string_view name_of(Counter counter) noexcept;

inline void count(Metrics& metrics, Counter counter, std::uint64_t n = 1) noexcept {
    metrics.count(name_of(counter), n);
}

}  // namespace wims::registry
