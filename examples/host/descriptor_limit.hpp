// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/resource.h>

#include <algorithm>

namespace wims::host {

/// As many descriptors as the system lets the process have, up to 65,536: each flow is one and each call four, and a
/// shell's usual limit is 1,024.
inline void raise_descriptor_limit() noexcept {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, 65536));
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace wims::host
