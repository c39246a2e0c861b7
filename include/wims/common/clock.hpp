// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace wims {

using Duration = std::chrono::nanoseconds;

/// A point on an Executor's monotonic clock. Two executors need not share an epoch.
struct SteadyClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<SteadyClock>;
    static constexpr bool is_steady = true;
};
using TimePoint = SteadyClock::time_point;

/// Civil time, for token lifetimes, certificates and NTP stamps only; never for timers.
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

/// When an asynchronous operation stops being of use, on the asking Executor's clock.
using Deadline = TimePoint;

}  // namespace wims
