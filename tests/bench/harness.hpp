// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

/// What the benches share: they say what one operation costs, as the median of several runs.
namespace wims::bench {

/// Of this thread, in ns: what others do on the machine counts little.
inline std::int64_t cpu_time() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// ns of CPU for one of `operations` that `work` does.
template <class Work>
double cost(std::size_t operations, Work&& work) {
    const auto start = cpu_time();
    work();
    return static_cast<double>(cpu_time() - start) / static_cast<double>(operations);
}

/// Two things measured in turns, so that both meet the same machine.
struct Pair {
    std::vector<double> ours, theirs;
    double our_median() const { return median(ours); }
    double their_median() const { return median(theirs); }
    /// Of each turn, then the median.
    double ratio() const {
        std::vector<double> ratios;
        for (std::size_t i = 0; i < ours.size(); ++i) ratios.push_back(ours[i] / theirs[i]);
        return median(ratios);
    }
};
template <class Ours, class Theirs>
Pair in_turns(int turns, Ours&& ours, Theirs&& theirs) {
    Pair pair;
    for (int i = 0; i < turns; ++i) {
        pair.ours.push_back(ours());
        pair.theirs.push_back(theirs());
    }
    return pair;
}

/// Octets of this process in memory.
inline std::size_t resident() {
    std::ifstream statm("/proc/self/statm");
    std::size_t total = 0, pages = 0;
    statm >> total >> pages;
    return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace wims::bench
