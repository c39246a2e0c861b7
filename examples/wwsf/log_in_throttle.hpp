// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include <wims/common/clock.hpp>

namespace wims::wwsf {

/// Slows guessing down, one user name at a time: five wrong passwords are free, then each costs a wait that doubles from
/// 30 seconds to 15 minutes. Names that do not exist are treated alike. Reads no clock; one thread.
class LogInThrottle {
public:
    explicit LogInThrottle(std::size_t names = 10000) : limit_(names) {}

    /// How long this name has to wait; zero: go on. An attempt that may go on counts as failed until succeeded(), so that
    /// many at once get no further than one after the other.
    Duration begin(const std::string& name, TimePoint now);
    void succeeded(const std::string& name);
    /// The attempt was never judged (the worker was full).
    void withdrawn(const std::string& name);

private:
    struct Record {
        unsigned failures = 0;
        TimePoint not_before;
        TimePoint last;
    };
    void make_room(TimePoint now);

    std::size_t limit_;
    std::map<std::string, Record> records_;
};

}  // namespace wims::wwsf
