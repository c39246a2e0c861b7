// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace wims::bench {

/// One of the two programs that are compared, on one core, started for one measurement.
class Daemon {
public:
    Daemon(const std::vector<std::string>& command, int core, const std::string& log);
    ~Daemon();
    Daemon(const Daemon&) = delete;

    /// What all its threads have run so far, as the scheduler counts it.
    std::chrono::nanoseconds cpu() const;
    std::uint64_t resident_octets() const;
    /// Stopped until resume(): what is sent to it meanwhile queues in the kernel.
    void pause() const;
    void resume() const;
    pid_t pid() const noexcept { return pid_; }

private:
    pid_t pid_ = -1;
};

}  // namespace wims::bench
