// SPDX-License-Identifier: Apache-2.0
#include "support/network/impairment.hpp"

#include <algorithm>
#include <chrono>

namespace wims::test {

std::vector<TimePoint> Impairment::arrivals(std::size_t octets, TimePoint now) {
    ++fates_.sent;
    if (loses()) {
        ++fates_.lost;
        return {};
    }
    TimePoint left = now;
    if (impairments_.octets_per_second != 0) {
        const TimePoint begun = std::max(now, link_free_);
        if (begun - now > impairments_.queue) {
            ++fates_.overflowed;
            return {};
        }
        const std::chrono::duration<double> takes(static_cast<double>(octets) /
                                                  static_cast<double>(impairments_.octets_per_second));
        link_free_ = left = begun + std::chrono::duration_cast<Duration>(takes);
    }
    std::vector<TimePoint> times{arrival(left)};
    if (happens(impairments_.duplication)) {
        ++fates_.duplicated;
        times.push_back(arrival(left));
    }
    return times;
}

// Not std::uniform_real_distribution: its results differ from one library to the next.
bool Impairment::happens(double share) { return static_cast<double>(random_() >> 11) * 0x1p-53 < share; }

bool Impairment::loses() {
    bool lost = happens(impairments_.loss);
    if (impairments_.bursts) {
        if (happens(in_burst_ ? impairments_.bursts->end : impairments_.bursts->begin)) in_burst_ = !in_burst_;
        if (in_burst_ && happens(impairments_.bursts->loss)) lost = true;
    }
    return lost;
}

TimePoint Impairment::arrival(TimePoint left) {
    TimePoint at = left + impairments_.delay;
    if (impairments_.jitter > Duration{})
        at += Duration(
            static_cast<Duration::rep>(random_() % static_cast<std::uint64_t>(impairments_.jitter.count() + 1)));
    if (happens(impairments_.reordering)) {
        ++fates_.held_back;
        return at + impairments_.reorder_by;
    }
    return last_arrival_ = std::max(at, last_arrival_);
}

}  // namespace wims::test
