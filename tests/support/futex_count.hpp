// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace wims::test {

/// Futex system calls of a thread: what a lock costs when somebody else holds it, and what waking somebody costs. The kernel
/// stops at each (seccomp) and asks us; it is counted and made. A thread that began is counted until it ends.
struct FutexCount {
    /// On the thread. False where it cannot be done: another processor, a sanitizer that has signals of its own, no seccomp.
    static bool begin() noexcept;
    static std::uint64_t so_far() noexcept;  ///< of all threads that began; any thread
};

}  // namespace wims::test
