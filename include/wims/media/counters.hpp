// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <wims/common/metrics.hpp>

namespace wims::media {

// The table: enumerator, name given to Metrics, what it counts. Append only.
#define WIMS_MEDIA_COUNTERS(X) \
    X(contexts_reserved, "agw.contexts_reserved", "Iq reserve procedures that succeeded") \
    X(contexts_released, "agw.contexts_released", "Iq release procedures that succeeded")

enum class Counter : std::uint16_t {
#define X(id, name, text) id,
    WIMS_MEDIA_COUNTERS(X)
#undef X
};

std::string_view name_of(Counter counter) noexcept;

inline void count(Metrics& metrics, Counter counter, std::uint64_t n = 1) noexcept {
    metrics.count(name_of(counter), n);
}

}  // namespace wims::media
