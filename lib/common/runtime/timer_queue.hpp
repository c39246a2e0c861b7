// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <unordered_map>

#include <wims/common/executor.hpp>

namespace wims {

/// Timers in order of their time, then of their start. Every loop of ours owns one; it reads no clock.
class TimerQueue {
public:
    Executor::TimerId add(TimePoint when, Task task);
    void cancel(Executor::TimerId timer) noexcept;
    /// When the next one is due.
    std::optional<TimePoint> next() const;
    /// Runs what is due at `now`; timers started meanwhile wait for the next turn. Returns how many ran.
    std::size_t run_due(TimePoint now);

private:
    using Key = std::pair<TimePoint, Executor::TimerId>;
    std::map<Key, Task> queue_;
    std::unordered_map<Executor::TimerId, TimePoint> when_;
    Executor::TimerId last_ = 0;
};

}  // namespace wims
