// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace wims::test {

/// Heap operations of a thread, C's and C++'s, under a sanitizer and without. A thread that began is counted until it ends.
struct HeapCount {
    static void begin() noexcept;            ///< on the thread
    static std::uint64_t so_far() noexcept;  ///< of all threads that began; any thread
};

}  // namespace wims::test
