// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include <wims/common/clock.hpp>

namespace wims {

using Task = std::function<void()>;

/// One thread of work with a clock. A host gives one for each instance it creates, or lets the library make its own.
class Executor {
public:
    using TimerId = std::uint64_t;  ///< never 0

    Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;
    virtual ~Executor() = default;

    /// Any thread. Runs the task later on the executor's thread, in order of posting; never inside this call.
    virtual void post(Task task) = 0;

    /// Executor's thread. Runs the task once when `delay` has passed (at the next turn when it is zero or less).
    virtual TimerId after(Duration delay, Task task) = 0;

    /// Executor's thread. After it returns the task does not run. Unknown and spent ids are ignored.
    virtual void cancel(TimerId timer) noexcept = 0;

    /// Any thread. Monotonic.
    virtual TimePoint now() const noexcept = 0;

    /// Any thread. Civil time.
    virtual WallTime wall_now() const noexcept = 0;

    /// A way to post that may outlive the executor: what comes after its end goes nowhere. Completions hold one, so that
    /// a provider on another thread may answer an asker that has just been destroyed.
    class Lifeline {
    public:
        explicit Lifeline(Executor& executor) : executor_(&executor) {}
        /// Any thread.
        void post(Task task) {
            const std::lock_guard lock(mutex_);
            if (executor_ != nullptr) executor_->post(std::move(task));
        }

    private:
        friend class Executor;
        std::mutex mutex_;  // the end of the executor waits for a post in flight
        Executor* executor_;
    };
    /// Any thread.
    std::shared_ptr<Lifeline> lifeline() const noexcept { return lifeline_; }

protected:
    /// The first thing a derived destructor does: no Lifeline posts from here on.
    void retire() noexcept {
        const std::lock_guard lock(lifeline_->mutex_);
        lifeline_->executor_ = nullptr;
    }

private:
    std::shared_ptr<Lifeline> lifeline_ = std::make_shared<Lifeline>(*this);
};

/// A timer that dies with its owner. Used on the executor's thread only.
class Timer {
public:
    explicit Timer(Executor& executor) : executor_(&executor) {}
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    ~Timer() { stop(); }

    /// Replaces a running timer.
    void start(Duration delay, Task task) {
        stop();
        id_ = executor_->after(delay, [this, task = std::move(task)] {
            id_ = 0;
            const Task run = task;  // the task may restart or destroy this timer
            run();
        });
    }
    void stop() noexcept {
        if (id_ != 0) executor_->cancel(std::exchange(id_, 0));
    }
    bool running() const noexcept { return id_ != 0; }

private:
    Executor* executor_;
    Executor::TimerId id_ = 0;
};

}  // namespace wims
