// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <malloc.h>
#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <fstream>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace wims::test {

/// What this process holds.
struct Resources {
    std::size_t heap = 0;      ///< octets allocated and not freed, by C and C++, on every thread
    std::size_t resident = 0;  ///< octets; under a sanitizer its own are among them
    std::size_t descriptors = 0;

    static Resources now() {
        Resources r;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        r.heap = __sanitizer_get_current_allocated_bytes();
#else
        const auto info = mallinfo2();
        r.heap = info.uordblks + info.hblkhd;
#endif
        std::size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages >> pages;
        r.resident = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        for ([[maybe_unused]] const auto& fd : std::filesystem::directory_iterator("/proc/self/fd")) ++r.descriptors;
        return r;
    }
};

}  // namespace wims::test
