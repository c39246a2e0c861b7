// SPDX-License-Identifier: Apache-2.0
#include "signalling/adapters/sofia/root_thread.hpp"

#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <future>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include <wims/common/clock.hpp>

#include "common/runtime/event_loop.hpp"
#include "common/runtime/timer_queue.hpp"
#include "signalling/adapters/sofia/nta.hpp"

namespace wims::sofia {

struct RootThread::State {
    ~State() {
        if (wake >= 0) close(wake);
    }

    void run(std::promise<bool>& ready);
    bool open();
    void close_root();
    void run_posted();
    su_duration_t wait_time() const;
    void ring() const {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto n = write(wake, &one, sizeof one);
    }
    static int woken(su_root_magic_t*, su_wait_t*, su_wakeup_arg_t* self) {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto n = read(static_cast<State*>(self)->wake, &count, sizeof count);
        return 0;
    }

    int wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    su_root_t* root = nullptr;
    int wait_index = -1;
    TimerQueue timers;

    std::mutex posted_mutex;  // post() comes from other threads
    std::vector<Task> posted;
    bool stop = false;

    std::thread thread;
};

bool RootThread::State::open() {
    init_sofia();
    root = su_root_create(nullptr);
    su_wait_t wait;
    if (root == nullptr || su_wait_create(&wait, wake, SU_WAIT_IN) != 0) return false;
    wait_index = su_root_register(root, &wait, woken, this, su_pri_normal);
    return wait_index > 0;
}

void RootThread::State::close_root() {
    if (root == nullptr) return;
    if (wait_index > 0) su_root_deregister(root, wait_index);
    su_root_destroy(root);
}

void RootThread::State::run(std::promise<bool>& ready) {
    const bool opened = open();
    ready.set_value(opened);
    for (bool last = !opened; !last;) {
        su_root_step(root, wait_time());
        timers.run_due(monotonic_now());
        {
            const std::lock_guard lock(posted_mutex);
            last = stop;
        }
        run_posted();
    }
    close_root();
}

void RootThread::State::run_posted() {
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(posted_mutex);
        tasks.swap(posted);
    }
    for (auto& task : tasks) task();
}

su_duration_t RootThread::State::wait_time() const {
    constexpr std::int64_t longest = 60'000;  // milliseconds; the eventfd wakes earlier
    const auto next = timers.next();
    if (!next) return longest;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - monotonic_now()).count();
    return static_cast<su_duration_t>(std::clamp<std::int64_t>(left, 0, longest));
}

RootThread::RootThread(const char* name) : state_(std::make_unique<State>()) {
    if (state_->wake < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    std::promise<bool> ready;
    auto opened = ready.get_future();
    state_->thread = std::thread([state = state_.get(), &ready] { state->run(ready); });
    pthread_setname_np(state_->thread.native_handle(), name);
    if (opened.get()) return;
    state_->thread.join();
    throw std::system_error(errno, std::generic_category(), "su_root");
}

RootThread::~RootThread() {
    retire();
    {
        const std::lock_guard lock(state_->posted_mutex);
        state_->stop = true;
    }
    state_->ring();
    state_->thread.join();
}

void RootThread::run_and_wait(const Task& task) {
    std::promise<void> done;
    post([&] {
        task();
        done.set_value();
    });
    done.get_future().wait();
}

bool RootThread::on_thread() const noexcept { return state_->thread.get_id() == std::this_thread::get_id(); }
su_root_t* RootThread::root() noexcept { return state_->root; }

void RootThread::post(Task task) {
    bool first = false;
    {
        const std::lock_guard lock(state_->posted_mutex);
        first = state_->posted.empty();
        state_->posted.push_back(std::move(task));
    }
    if (first) state_->ring();
}

Executor::TimerId RootThread::after(Duration delay, Task task) {
    return state_->timers.add(now() + std::max(delay, Duration::zero()), std::move(task));
}

void RootThread::cancel(TimerId timer) noexcept { state_->timers.cancel(timer); }
TimePoint RootThread::now() const noexcept { return monotonic_now(); }
WallTime RootThread::wall_now() const noexcept { return civil_now(); }

}  // namespace wims::sofia
