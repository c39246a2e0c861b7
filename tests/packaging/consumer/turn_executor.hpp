// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <mutex>

#include <wims/common/executor.hpp>

/// A host's own executor: the thread that calls turn_until() is its thread. Nothing of the SDK but the interface.
class TurnExecutor final : public wims::Executor {
public:
    ~TurnExecutor() override { retire(); }

    void post(wims::Task task) override {
        const std::lock_guard lock(mutex_);
        posted_.push_back(std::move(task));
    }
    TimerId after(wims::Duration delay, wims::Task task) override {
        timers_.emplace(++last_, std::pair(now() + delay, std::move(task)));
        return last_;
    }
    void cancel(TimerId timer) noexcept override { timers_.erase(timer); }
    wims::TimePoint now() const noexcept override {
        return wims::TimePoint(std::chrono::steady_clock::now().time_since_epoch());
    }
    wims::WallTime wall_now() const noexcept override { return wims::WallTime(std::chrono::system_clock::now()); }

    /// Runs posted tasks and due timers until `done` says so; false when ten seconds were not enough.
    template <class Predicate>
    bool turn_until(Predicate done) {
        const auto end = now() + std::chrono::seconds(10);
        while (!done()) {
            if (now() > end) return false;
            if (auto task = take()) task();
        }
        return true;
    }

private:
    wims::Task take() {
        const std::lock_guard lock(mutex_);
        if (!posted_.empty()) {
            wims::Task task = std::move(posted_.front());
            posted_.pop_front();
            return task;
        }
        for (auto it = timers_.begin(); it != timers_.end(); ++it)
            if (it->second.first <= now()) {
                wims::Task task = std::move(it->second.second);
                timers_.erase(it);
                return task;
            }
        return nullptr;
    }

    std::mutex mutex_;
    std::deque<wims::Task> posted_;
    std::map<TimerId, std::pair<wims::TimePoint, wims::Task>> timers_;
    TimerId last_ = 0;
};
