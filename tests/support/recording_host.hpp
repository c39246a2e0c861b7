// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>

namespace wims::test {

/// A host's log and metrics that remember: what was counted and said can be asserted. Thread-safe.
class RecordingHost final : public LogSink, public Metrics {
public:
    struct Line {
        LogLevel level;
        std::string entity, trail, text;
        std::map<std::string, std::string> fields;
    };

    void write(const LogRecord& record) noexcept override {
        const std::lock_guard lock(mutex_);
        Line line{record.level, std::string(record.entity), std::string(record.trail), std::string(record.text), {}};
        for (const auto& f : record.fields) line.fields.emplace(f.name, f.value);
        lines_.push_back(std::move(line));
    }
    LogLevel threshold() const noexcept override { return LogLevel::debug; }
    void count(std::string_view counter, std::uint64_t n) noexcept override {
        const std::lock_guard lock(mutex_);
        counters_[std::string(counter)] += n;
    }
    void gauge(std::string_view name, std::int64_t value) noexcept override {
        const std::lock_guard lock(mutex_);
        gauges_[std::string(name)] = value;
    }

    std::vector<Line> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }
    std::uint64_t counted(const std::string& counter) const {
        const std::lock_guard lock(mutex_);
        const auto it = counters_.find(counter);
        return it == counters_.end() ? 0 : it->second;
    }
    std::int64_t gauged(const std::string& name) const {
        const std::lock_guard lock(mutex_);
        const auto it = gauges_.find(name);
        return it == gauges_.end() ? 0 : it->second;
    }
    /// Any log line (text, field) that holds this octet string.
    bool said(std::string_view needle) const {
        const std::lock_guard lock(mutex_);
        for (const auto& line : lines_) {
            if (line.text.find(needle) != std::string::npos) return true;
            for (const auto& [name, value] : line.fields)
                if (value.find(needle) != std::string::npos) return true;
        }
        return false;
    }

private:
    mutable std::mutex mutex_;
    std::vector<Line> lines_;
    std::map<std::string, std::uint64_t> counters_;
    std::map<std::string, std::int64_t> gauges_;
};

}  // namespace wims::test
