// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/sip/sip_loop.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "common/runtime/event_loop.hpp"

namespace wims::mini_ims {

SipLoop::SipLoop() {
    su_init();
    // Sofia writes a line of text to standard error for every damaged datagram.
    su_log_redirect(
        nullptr, [](void*, const char*, va_list) {}, nullptr);
    root_ = su_root_create(nullptr);
    wake_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (root_ == nullptr || wake_ < 0) throw std::runtime_error("no sofia root");
    timer_ = su_timer_create(su_root_task(root_), 0);
    su_wait_create(wait_, wake_, SU_WAIT_IN);
    registration_ = su_root_register(
        root_, wait_,
        [](su_root_magic_t*, su_wait_t*, su_wakeup_arg_t* self) {
            static_cast<SipLoop*>(static_cast<void*>(self))->run_posted();
            return 0;
        },
        reinterpret_cast<su_wakeup_arg_t*>(this), 0);
}

SipLoop::~SipLoop() {
    retire();
    su_root_deregister(root_, registration_);
    su_timer_destroy(timer_);
    su_root_destroy(root_);
    close(wake_);
    su_deinit();
}

void SipLoop::run() { su_root_run(root_); }

void SipLoop::stop() {
    post([this] { su_root_break(root_); });
}

void SipLoop::post(Task task) {
    {
        const std::lock_guard lock(posted_mutex_);
        posted_.push_back(std::move(task));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto n = write(wake_, &one, sizeof one);
}

void SipLoop::run_posted() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto n = read(wake_, &count, sizeof count);
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(posted_mutex_);
        tasks.swap(posted_);
    }
    for (auto& task : tasks) task();
}

Executor::TimerId SipLoop::after(Duration delay, Task task) {
    const auto id = timers_.add(now() + std::max(delay, Duration::zero()), std::move(task));
    arm();
    return id;
}

void SipLoop::cancel(TimerId timer) noexcept { timers_.cancel(timer); }

void SipLoop::arm() {
    const auto next = timers_.next();
    if (!next) return;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - now()).count();
    su_timer_set_interval(
        timer_,
        [](su_root_magic_t*, su_timer_t*, su_timer_arg_t* self) {
            auto* loop = static_cast<SipLoop*>(static_cast<void*>(self));
            loop->timers_.run_due(loop->now());
            loop->arm();
        },
        reinterpret_cast<su_timer_arg_t*>(this), static_cast<su_duration_t>(std::max<std::int64_t>(left, 1)));
}

TimePoint SipLoop::now() const noexcept { return monotonic_now(); }
WallTime SipLoop::wall_now() const noexcept { return civil_now(); }

}  // namespace wims::mini_ims
