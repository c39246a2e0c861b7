// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <wims/common/executor.hpp>

#include "common/runtime/timer_queue.hpp"

namespace wims {

/// CLOCK_MONOTONIC and the civil clock, as every loop of ours reads them.
TimePoint monotonic_now() noexcept;
WallTime civil_now() noexcept;

/// One thread's epoll loop: sockets, timers, posted tasks. W1, W2 and media workers run on it.
class EventLoop final : public Executor {
public:
    /// Readiness as in epoll: EPOLLIN, EPOLLOUT, EPOLLHUP, … Level-triggered.
    using Ready = std::function<void(std::uint32_t events)>;

    EventLoop();
    ~EventLoop() override;

    /// Loop's thread (or before run). The descriptor stays the caller's; unwatch before closing it.
    void watch(int fd, std::uint32_t events, Ready ready);
    void rewatch(int fd, std::uint32_t events);
    void unwatch(int fd) noexcept;

    /// Loop's thread: after this round nobody is waited for so long, so that more comes at a time. A wake-up costs as much
    /// as a packet; what is posted, and timers, wait with it.
    void rest(Duration time) noexcept { rest_ = time; }

    /// Runs until stop(). Tasks posted before stop() still run.
    void run();
    /// Any thread.
    void stop();
    /// True on the thread inside run().
    bool on_thread() const noexcept { return thread_ == std::this_thread::get_id(); }

    void post(Task task) override;
    TimerId after(Duration delay, Task task) override;
    void cancel(TimerId timer) noexcept override;
    TimePoint now() const noexcept override { return monotonic_now(); }
    WallTime wall_now() const noexcept override { return civil_now(); }

private:
    void run_posted();
    int wait_time() const;

    struct Watch {
        std::uint32_t generation = 0;  // of the descriptor's number: a round may end one and open another
        std::unique_ptr<Ready> ready;  // none: not watched
    };
    epoll_event wanted(int fd, std::uint32_t events) const noexcept;
    void dispatch(const epoll_event& event);

    int epoll_ = -1;
    int wake_ = -1;
    std::atomic<std::thread::id> thread_;
    std::atomic<bool> stop_{false};
    std::vector<Watch> watches_;                   // by descriptor
    std::vector<std::unique_ptr<Ready>> retired_;  // in this round: a callback may unwatch itself while it runs
    Duration rest_{};
    TimerQueue timers_;

    std::mutex posted_mutex_;              // post() comes from other threads
    std::atomic<bool> any_posted_{false};  // a round without any takes no lock
    std::vector<Task> posted_;
};

/// A loop on a thread of its own; the destructor stops and joins it.
class LoopThread {
public:
    explicit LoopThread(const char* name);
    ~LoopThread();
    EventLoop& loop() noexcept { return loop_; }
    /// Runs `task` on the loop and waits for it. Not from the loop's own thread.
    void run_and_wait(const Task& task);

private:
    EventLoop loop_;
    std::thread thread_;
};

}  // namespace wims
