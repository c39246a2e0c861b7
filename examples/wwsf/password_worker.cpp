// SPDX-License-Identifier: Apache-2.0
#include "wwsf/password_worker.hpp"

#include <utility>

namespace wims::wwsf {
namespace {
constexpr std::size_t kQueue = 32;
}

PasswordWorker::PasswordWorker(Executor& loop) : loop_(loop), thread_([this] { run(); }) {}

PasswordWorker::~PasswordWorker() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

bool PasswordWorker::submit(PasswordHash hash, Secret password, std::function<void(bool)> done) {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= kQueue) return false;
    jobs_.push_back({std::move(hash), std::move(password), std::move(done)});
    wake_.notify_one();
    return true;
}

void PasswordWorker::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stop_ || !jobs_.empty(); });
        if (stop_) return;
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        const bool right = matches(job.hash, job.password.reveal());
        loop_.post([done = std::move(job.done), right] { done(right); });
        lock.lock();
    }
}

}  // namespace wims::wwsf
