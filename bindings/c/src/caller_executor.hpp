// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>

#include <wims/common/async.hpp>

#include "common/runtime/timer_queue.hpp"

namespace wims::c {

/// The caller's own thread as an executor: what a call causes is done before the call returns.
class CallerExecutor final : public Executor {
public:
    /// Empty: the system's clocks.
    explicit CallerExecutor(std::function<Duration()> clock = {}) : clock_(std::move(clock)) {}
    ~CallerExecutor() override { retire(); }

    void post(Task task) override { posted_.push_back(std::move(task)); }
    TimerId after(Duration delay, Task task) override {
        return timers_.add(now() + std::max(delay, Duration::zero()), std::move(task));
    }
    void cancel(TimerId timer) noexcept override { timers_.cancel(timer); }
    TimePoint now() const noexcept override {
        return TimePoint(clock_ ? clock_() : std::chrono::steady_clock::now().time_since_epoch());
    }
    WallTime wall_now() const noexcept override {
        return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    }

    /// Asks one question and returns with its answer; internal when the provider needs more than this thread for it.
    template <class T>
    Result<T> ask(const std::function<void(Deadline, Completion<T>)>& begin) {
        std::optional<Result<T>> answer;
        const auto operation = async<T>(*this, now() + std::chrono::seconds(10), begin,
                                        [&](Result<T> result) { answer = std::move(result); });
        run();
        return answer ? std::move(*answer) : Error{ErrorKind::internal, "the answer does not come at once"};
    }

private:
    void run() {
        timers_.run_due(now());
        while (!posted_.empty()) {
            const Task task = std::move(posted_.front());
            posted_.pop_front();
            task();
        }
    }

    const std::function<Duration()> clock_;
    std::deque<Task> posted_;
    TimerQueue timers_;
};

}  // namespace wims::c
