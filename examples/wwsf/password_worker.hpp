// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include <wims/common/executor.hpp>
#include <wims/common/secret.hpp>

#include "wwsf/password.hpp"

namespace wims::wwsf {

/// Checks passwords on a thread of its own: scrypt takes a quarter of a second, which the loop does not have.
class PasswordWorker {
public:
    explicit PasswordWorker(Executor& loop);
    /// Waits for the check in flight; those still queued are dropped.
    ~PasswordWorker();

    /// Loop's thread. `done` runs later on the loop, possibly after this object is gone. False: too many wait already.
    bool submit(PasswordHash hash, Secret password, std::function<void(bool right)> done);

private:
    struct Job {
        PasswordHash hash;
        Secret password;
        std::function<void(bool)> done;
    };
    void run();

    Executor& loop_;
    std::mutex mutex_;  // guards what the two threads share
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace wims::wwsf
