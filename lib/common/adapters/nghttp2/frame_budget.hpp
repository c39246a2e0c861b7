// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include <wims/common/clock.hpp>

namespace wims::http2 {

/// What a peer may make us do without asking anything: frames that cost us work and it nothing. Resets of streams (rapid
/// reset, CVE-2023-44487) and everything else (PING, SETTINGS, PRIORITY, WINDOW_UPDATE, empty DATA) count apart. A burst
/// is free; then a steady rate is.
class FrameBudget {
public:
    bool reset(TimePoint now) { return resets_.take(now); }
    bool control(TimePoint now) { return controls_.take(now); }

private:
    class Bucket {
    public:
        Bucket(double burst, double a_second) : burst_(burst), a_second_(a_second), left_(burst) {}
        bool take(TimePoint now) {
            if (now > since_)
                left_ = std::min(burst_, left_ + std::chrono::duration<double>(now - since_).count() * a_second_);
            since_ = std::max(since_, now);
            if (left_ < 1) return false;
            left_ -= 1;
            return true;
        }

    private:
        const double burst_, a_second_;
        double left_;
        TimePoint since_{};
    };

    Bucket resets_{200, 50};
    Bucket controls_{2000, 1000};
};

}  // namespace wims::http2
