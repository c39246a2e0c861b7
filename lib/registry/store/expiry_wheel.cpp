// SPDX-License-Identifier: Apache-2.0
#include "registry/store/expiry_wheel.hpp"

#include <algorithm>

namespace wims::registry {
namespace {

// Four and a half hours; who is due later is looked at once in each turn.
constexpr std::int64_t around = 16384;

std::int64_t floor_seconds(TimePoint time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}
/// In the second after which it is due, so that a second gone by holds nothing that is not.
std::int64_t second_of(const Entry& entry) {
    return std::chrono::ceil<std::chrono::seconds>(entry.due()).time_since_epoch().count();
}

}  // namespace

ExpiryWheel::ExpiryWheel() : seconds_(around) {}

DueLink& ExpiryWheel::at(std::int64_t second) noexcept {
    return seconds_[static_cast<std::size_t>(((second % around) + around) % around)];
}

void ExpiryWheel::put(Entry& entry) {
    entry.unlink();
    if (entry.due() == TimePoint::max()) return;
    auto second = second_of(entry);
    if (turned_) second = std::max(second, next_);
    at(second).push_back(entry);
}

bool ExpiryWheel::turn(TimePoint now, std::size_t most, const std::function<void(Entry&)>& due) {
    const auto last = floor_seconds(now);
    if (!turned_) next_ = last - around + 1;
    turned_ = true;
    next_ = std::max(next_, last - around + 1);
    for (; next_ <= last; ++next_) {
        auto& second = at(next_);
        while (!second.empty()) {
            if (most-- == 0) return false;
            auto& entry = static_cast<Entry&>(second.front());
            entry.unlink();
            if (entry.due() <= now) due(entry);
            else later_.push_back(entry);
        }
        later_.move_to(second);
    }
    return true;
}

}  // namespace wims::registry
