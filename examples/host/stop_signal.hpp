// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>

namespace wims::host {

/// SIGINT and SIGTERM as something to wait for. Create it in main() before any thread starts, so that all inherit the mask.
class StopSignal {
public:
    StopSignal() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }
    /// Returns the signal that came.
    int wait() const {
        int number = 0;
        sigwait(&set_, &number);
        return number;
    }

private:
    sigset_t set_;
};

}  // namespace wims::host
