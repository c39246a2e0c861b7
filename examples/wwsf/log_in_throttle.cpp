// SPDX-License-Identifier: Apache-2.0
#include "wwsf/log_in_throttle.hpp"

#include <algorithm>

namespace wims::wwsf {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr unsigned kFree = 5;
constexpr Duration kFirstWait = seconds(30);
constexpr Duration kLongestWait = minutes(15);

Duration wait_after(unsigned failures) {
    if (failures < kFree) return Duration::zero();
    const unsigned doublings = std::min(failures - kFree, 5u);
    return std::min<Duration>(kFirstWait * (1 << doublings), kLongestWait);
}

}  // namespace

Duration LogInThrottle::begin(const std::string& name, TimePoint now) {
    if (records_.size() >= limit_ && !records_.contains(name)) make_room(now);
    Record& record = records_[name];
    if (record.failures != 0 && now - record.last > kLongestWait) record = {};
    if (now < record.not_before) return record.not_before - now;
    ++record.failures;
    record.last = now;
    record.not_before = now + wait_after(record.failures);
    return Duration::zero();
}

void LogInThrottle::succeeded(const std::string& name) { records_.erase(name); }

void LogInThrottle::withdrawn(const std::string& name) {
    const auto it = records_.find(name);
    if (it == records_.end()) return;
    it->second.not_before = TimePoint::min();
    if (--it->second.failures == 0) records_.erase(it);
}

void LogInThrottle::make_room(TimePoint now) {
    std::erase_if(records_, [&](const auto& entry) { return now - entry.second.last > kLongestWait; });
    if (records_.size() < limit_) return;
    records_.erase(std::min_element(records_.begin(), records_.end(),
                                    [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
}

}  // namespace wims::wwsf
