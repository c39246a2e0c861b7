// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include <wims/common/clock.hpp>

namespace wims::media::engine {

/// Notices that nothing was heard from one side for too long. Says so once a silence. (AGW-17)
class Silence {
public:
    /// Hearing or not hearing anything is judged from the moment it is expected.
    void expect(bool expected, TimePoint now) noexcept {
        if (!expected) since_.reset();
        else if (!since_) since_ = now;
        if (!expected) told_ = false;
    }
    void heard(TimePoint now) noexcept {
        if (since_) since_ = now;
        told_ = false;
        last_ = now;
    }
    /// When anything was heard; the beginning of time: never.
    TimePoint last() const noexcept { return last_; }
    std::optional<TimePoint> deadline(Duration patience) const noexcept {
        return since_ && !told_ ? std::optional(*since_ + patience) : std::nullopt;
    }
    /// True once when the deadline has passed.
    bool due(Duration patience, TimePoint now) noexcept {
        const auto when = deadline(patience);
        if (!when || now < *when) return false;
        told_ = true;
        return true;
    }

private:
    std::optional<TimePoint> since_;
    TimePoint last_{};
    bool told_ = false;
};

}  // namespace wims::media::engine
