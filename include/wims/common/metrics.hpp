// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace wims {

/// Given by the host. Counters only grow, gauges are set. Calls come from every library thread at once and must not
/// block. Names are those of the tables in `<library>/counters.hpp`; the views are literals.
class Metrics {
public:
    virtual ~Metrics() = default;
    virtual void count(std::string_view counter, std::uint64_t n = 1) noexcept = 0;
    virtual void gauge(std::string_view name, std::int64_t value) noexcept = 0;
};

}  // namespace wims
