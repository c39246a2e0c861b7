// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>

#include <wims/common/executor.hpp>

#include "common/runtime/timer_queue.hpp"

namespace wims::test {

/// An Executor whose time is told by the test.
class VirtualExecutor final : public Executor {
public:
    ~VirtualExecutor() override { retire(); }

    void post(Task task) override { posted_.push_back(std::move(task)); }
    TimerId after(Duration delay, Task task) override {
        return timers_.add(now_ + std::max(delay, Duration::zero()), std::move(task));
    }
    void cancel(TimerId timer) noexcept override { timers_.cancel(timer); }
    TimePoint now() const noexcept override { return now_; }
    WallTime wall_now() const noexcept override { return wall_ + now_.time_since_epoch(); }

    /// Runs everything that is due now, and what that posts.
    void run() {
        do {
            while (!posted_.empty()) {
                const Task task = std::move(posted_.front());
                posted_.pop_front();
                task();
            }
        } while (timers_.run_due(now_) > 0 || !posted_.empty());
    }
    /// Lets time pass, stopping at each timer on the way.
    void advance(Duration span) {
        const TimePoint end = now_ + span;
        run();
        for (auto next = timers_.next(); next && *next <= end; next = timers_.next()) {
            now_ = std::max(now_, *next);
            run();
        }
        now_ = end;
        run();
    }

private:
    TimePoint now_{};
    WallTime wall_{std::chrono::seconds(1'800'000'000)};  // 2027-01-15
    std::deque<Task> posted_;
    TimerQueue timers_;
};

}  // namespace wims::test
