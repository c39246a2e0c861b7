// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace wims::test {

/// A program that runs until it is killed or this ends.
class Process {
public:
    Process() = default;
    /// What it says goes to the end of the file `output`.
    Process(const std::vector<std::string>& command, const std::string& output);
    Process(const Process&) = delete;
    Process& operator=(Process&& other) noexcept;
    ~Process() { kill(); }

    /// At once, with SIGKILL; returns when it is gone.
    void kill() noexcept;
    bool running() const noexcept { return id_ > 0; }

private:
    pid_t id_ = 0;
};

}  // namespace wims::test
