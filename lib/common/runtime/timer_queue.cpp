// SPDX-License-Identifier: Apache-2.0
#include "common/runtime/timer_queue.hpp"

namespace wims {

Executor::TimerId TimerQueue::add(TimePoint when, Task task) {
    const auto id = ++last_;
    queue_.emplace(Key{when, id}, std::move(task));
    when_.emplace(id, when);
    return id;
}

void TimerQueue::cancel(Executor::TimerId timer) noexcept {
    const auto it = when_.find(timer);
    if (it == when_.end()) return;
    queue_.erase(Key{it->second, timer});
    when_.erase(it);
}

std::optional<TimePoint> TimerQueue::next() const {
    if (queue_.empty()) return std::nullopt;
    return queue_.begin()->first.first;
}

std::size_t TimerQueue::run_due(TimePoint now) {
    const auto newest = last_;
    std::size_t ran = 0;
    for (;;) {
        auto it = queue_.begin();
        while (it != queue_.end() && it->first.first <= now && it->first.second > newest) ++it;
        if (it == queue_.end() || it->first.first > now) return ran;
        const Task task = std::move(it->second);
        when_.erase(it->first.second);
        queue_.erase(it);
        task();
        ++ran;
    }
}

}  // namespace wims
