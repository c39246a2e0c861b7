// SPDX-License-Identifier: Apache-2.0
#include "support/futex_count.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>

namespace wims::test {

namespace {
std::atomic<std::uint64_t> calls{0};
}

std::uint64_t FutexCount::so_far() noexcept { return calls; }

#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)

// The one place from where the filter lets a futex call pass.
asm(R"(
    .pushsection .text
wims_test_futex:
    mov %rcx, %r10
    mov $202, %eax
    syscall
wims_test_futex_after:
    ret
    .popsection
)");
extern "C" {
long wims_test_futex(long, long, long, long, long, long) asm("wims_test_futex");
extern const char wims_test_futex_after[] asm("wims_test_futex_after");
}

namespace {

void on_trap(int, siginfo_t*, void* context) {
    auto& r = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    ++calls;
    r[REG_RAX] = wims_test_futex(r[REG_RDI], r[REG_RSI], r[REG_RDX], r[REG_R10], r[REG_R8], r[REG_R9]);
}

}  // namespace

bool FutexCount::begin() noexcept {
    struct sigaction action {};
    action.sa_sigaction = on_trap;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    if (sigaction(SIGSYS, &action, nullptr) != 0) return false;
    const auto after = reinterpret_cast<std::uintptr_t>(wims_test_futex_after);
    constexpr auto at = static_cast<std::uint32_t>(offsetof(seccomp_data, instruction_pointer));
    std::array<sock_filter, 8> filter{{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_futex, 0, 5),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(after), 0, 2),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(after >> 32), 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    }};
    const sock_fprog program{filter.size(), filter.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#else

bool FutexCount::begin() noexcept { return false; }

#endif

}  // namespace wims::test
