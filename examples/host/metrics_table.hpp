// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include <wims/common/metrics.hpp>

namespace wims::host {

/// A host's metrics: a table that the control address shows as JSON.
class MetricsTable final : public Metrics {
public:
    void count(std::string_view counter, std::uint64_t n) noexcept override;
    void gauge(std::string_view name, std::int64_t value) noexcept override;

    /// {"counters":{…},"gauges":{…}}
    std::string to_json() const;

private:
    mutable std::mutex mutex_;  // written from every library thread
    std::map<std::string, std::uint64_t, std::less<>> counters_;
    std::map<std::string, std::int64_t, std::less<>> gauges_;
};

}  // namespace wims::host
