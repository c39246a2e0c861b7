// SPDX-License-Identifier: Apache-2.0
#include "common/runtime/event_loop.hpp"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <future>
#include <limits>
#include <system_error>
#include <utility>

namespace wims {

TimePoint monotonic_now() noexcept {
    return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

WallTime civil_now() noexcept { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

EventLoop::EventLoop() : epoll_(epoll_create1(EPOLL_CLOEXEC)), wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (epoll_ < 0 || wake_ < 0) throw std::system_error(errno, std::generic_category(), "event loop");
    watch(wake_, EPOLLIN, [this](std::uint32_t) {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto n = read(wake_, &count, sizeof count);
    });
}

EventLoop::~EventLoop() {
    retire();
    close(wake_);
    close(epoll_);
}

epoll_event EventLoop::wanted(int fd, std::uint32_t events) const noexcept {
    epoll_event event{};
    event.events = events;
    event.data.u64 = static_cast<std::uint64_t>(watches_[static_cast<std::size_t>(fd)].generation) << 32 |
                     static_cast<std::uint32_t>(fd);
    return event;
}

void EventLoop::watch(int fd, std::uint32_t events, Ready ready) {
    const auto at = static_cast<std::size_t>(fd);
    if (watches_.size() <= at) watches_.resize(at + 1);
    ++watches_[at].generation;
    watches_[at].ready = std::make_unique<Ready>(std::move(ready));
    auto event = wanted(fd, events);
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void EventLoop::rewatch(int fd, std::uint32_t events) {
    auto event = wanted(fd, events);
    epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event);
}

void EventLoop::unwatch(int fd) noexcept {
    epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
    const auto at = static_cast<std::size_t>(fd);
    if (at >= watches_.size() || !watches_[at].ready) return;
    ++watches_[at].generation;
    retired_.push_back(std::move(watches_[at].ready));
}

void EventLoop::dispatch(const epoll_event& event) {
    const auto at = static_cast<std::size_t>(event.data.u64 & 0xFFFFFFFF);
    const Watch& watch = watches_[at];
    if (watch.generation == static_cast<std::uint32_t>(event.data.u64 >> 32)) (*watch.ready)(event.events);
}

void EventLoop::run() {
    thread_ = std::this_thread::get_id();
    std::array<epoll_event, 256> events;
    while (!stop_) {
        const int n = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_time());
        for (int i = 0; i < n; ++i) dispatch(events[static_cast<std::size_t>(i)]);
        timers_.run_due(now());
        run_posted();
        if (!retired_.empty()) std::vector<std::unique_ptr<Ready>>().swap(retired_);
        if (rest_ > Duration::zero()) std::this_thread::sleep_for(std::exchange(rest_, Duration::zero()));
    }
    run_posted();
    thread_ = std::thread::id();
}

void EventLoop::stop() {
    stop_ = true;
    post([] {});
}

void EventLoop::post(Task task) {
    bool wake = false;
    {
        const std::lock_guard lock(posted_mutex_);
        wake = posted_.empty();
        posted_.push_back(std::move(task));
        any_posted_ = true;
    }
    if (!wake) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto n = write(wake_, &one, sizeof one);
}

Executor::TimerId EventLoop::after(Duration delay, Task task) {
    return timers_.add(now() + std::max(delay, Duration::zero()), std::move(task));
}

void EventLoop::cancel(TimerId timer) noexcept { timers_.cancel(timer); }

void EventLoop::run_posted() {
    if (!any_posted_) return;
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(posted_mutex_);
        tasks.swap(posted_);
        any_posted_ = false;
    }
    for (auto& task : tasks) task();
}

int EventLoop::wait_time() const {
    const auto next = timers_.next();
    if (!next) return -1;
    const auto left = *next - now();
    if (left <= Duration::zero()) return 0;
    // Rounded up: waking early would spin.
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return static_cast<int>(std::min<std::int64_t>(ms, std::numeric_limits<int>::max()));
}

LoopThread::LoopThread(const char* name) {
    thread_ = std::thread([this] { loop_.run(); });
    pthread_setname_np(thread_.native_handle(), name);
}

LoopThread::~LoopThread() {
    loop_.stop();
    thread_.join();
}

void LoopThread::run_and_wait(const Task& task) {
    std::promise<void> done;
    loop_.post([&] {
        task();
        done.set_value();
    });
    done.get_future().wait();
}

}  // namespace wims
