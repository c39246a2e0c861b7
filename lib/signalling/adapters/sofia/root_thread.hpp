// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <wims/common/executor.hpp>

struct su_root_s;

namespace wims::sofia {

/// A thread of its own that steps a su_root: the executor of everything that lives with one nta agent.
class RootThread final : public Executor {
public:
    explicit RootThread(const char* name);
    ~RootThread() override;

    /// Runs `task` there and waits. Not from the thread itself.
    void run_and_wait(const Task& task);
    bool on_thread() const noexcept;
    su_root_s* root() noexcept;

    void post(Task task) override;
    TimerId after(Duration delay, Task task) override;
    void cancel(TimerId timer) noexcept override;
    TimePoint now() const noexcept override;
    WallTime wall_now() const noexcept override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace wims::sofia
