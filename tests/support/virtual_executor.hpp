// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <mutex>
#include <optional>

#include <wims/common/executor.hpp>

#include "common/runtime/timer_queue.hpp"

namespace wims::test {

/// An Executor whose time is told by the test, on the test's thread. Only post() may come from others.
class VirtualExecutor final : public Executor {
public:
    ~VirtualExecutor() override { retire(); }

    void post(Task task) override {
        const std::lock_guard lock(posted_mutex_);
        posted_.push_back(std::move(task));
    }
    TimerId after(Duration delay, Task task) override {
        return timers_.add(now_ + std::max(delay, Duration::zero()), std::move(task));
    }
    void cancel(TimerId timer) noexcept override { timers_.cancel(timer); }
    TimePoint now() const noexcept override { return now_; }
    WallTime wall_now() const noexcept override { return wall_ + now_.time_since_epoch(); }

    /// Runs everything that is due now, and what that posts.
    void run() {
        do {
            while (const Task task = next_posted()) task();
        } while (!stopped() && (timers_.run_due(now_) > 0 || anything_posted()));
    }
    /// After so many posted tasks more it runs nothing: whatever a test does then stays half done, until go_on().
    void stop_after(std::size_t tasks) { left_ = tasks; }
    void go_on() { left_.reset(); }
    bool stopped() const { return left_ == 0; }
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
    Task next_posted() {
        const std::lock_guard lock(posted_mutex_);
        if (posted_.empty() || stopped()) return nullptr;
        if (left_) --*left_;
        Task task = std::move(posted_.front());
        posted_.pop_front();
        return task;
    }
    bool anything_posted() {
        const std::lock_guard lock(posted_mutex_);
        return !posted_.empty();
    }

    TimePoint now_{};
    WallTime wall_{std::chrono::seconds(1'800'000'000)};  // 2027-01-15
    std::optional<std::size_t> left_;
    std::mutex posted_mutex_;
    std::deque<Task> posted_;
    TimerQueue timers_;
};

}  // namespace wims::test
