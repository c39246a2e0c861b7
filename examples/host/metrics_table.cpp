// SPDX-License-Identifier: Apache-2.0
#include "host/metrics_table.hpp"

#include <nlohmann/json.hpp>

namespace wims::host {

void MetricsTable::count(std::string_view counter, std::uint64_t n) noexcept {
    const std::lock_guard lock(mutex_);
    if (const auto it = counters_.find(counter); it != counters_.end()) it->second += n;
    else counters_.emplace(counter, n);
}

void MetricsTable::gauge(std::string_view name, std::int64_t value) noexcept {
    const std::lock_guard lock(mutex_);
    gauges_.insert_or_assign(std::string(name), value);
}

std::string MetricsTable::to_json() const {
    const std::lock_guard lock(mutex_);
    nlohmann::json table;
    table["counters"] = counters_;
    table["gauges"] = gauges_;
    return table.dump();
}

}  // namespace wims::host
