// SPDX-License-Identifier: Apache-2.0
#include "support/heap_count.hpp"

#include <atomic>
#include <cstddef>

namespace {

thread_local bool counting = false;
std::atomic<std::uint64_t> operations{0};

void count() noexcept {
    if (counting) ++operations;
}

}  // namespace

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, std::size_t),
                                                         void (*)(const volatile void*));

namespace {
[[maybe_unused]] const int hooks = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, std::size_t) { count(); }, [](const volatile void*) { count(); });
}

#else

// glibc's own, under the names that it keeps for this.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t n, std::size_t size);
void* __libc_realloc(void* p, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* p);

void* malloc(std::size_t size) {
    count();
    return __libc_malloc(size);
}
void* calloc(std::size_t n, std::size_t size) {
    count();
    return __libc_calloc(n, size);
}
void* realloc(void* p, std::size_t size) {
    count();
    return __libc_realloc(p, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    count();
    return __libc_memalign(alignment, size);
}
void free(void* p) {
    count();
    __libc_free(p);
}
}

#endif

namespace wims::test {

void HeapCount::begin() noexcept { counting = true; }

std::uint64_t HeapCount::so_far() noexcept { return operations; }

}  // namespace wims::test
