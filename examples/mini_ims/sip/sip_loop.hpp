// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include <wims/common/executor.hpp>

#include "common/runtime/timer_queue.hpp"
#include "mini_ims/sip/sofia.hpp"

namespace wims::mini_ims {

/// The thread that owns everything of sofia: its root as an Executor. Create, run and destroy it on one thread.
class SipLoop final : public Executor {
public:
    SipLoop();
    ~SipLoop() override;

    su_root_t* root() noexcept { return root_; }
    /// Until stop().
    void run();
    /// Any thread.
    void stop();

    void post(Task task) override;
    TimerId after(Duration delay, Task task) override;
    void cancel(TimerId timer) noexcept override;
    TimePoint now() const noexcept override;
    WallTime wall_now() const noexcept override;

private:
    void run_posted();
    void arm();

    su_root_t* root_ = nullptr;
    su_timer_t* timer_ = nullptr;
    int wake_ = -1;
    su_wait_t wait_[1];
    int registration_ = 0;
    TimerQueue timers_;

    std::mutex posted_mutex_;  // post() comes from other threads
    std::vector<Task> posted_;
};

}  // namespace wims::mini_ims
