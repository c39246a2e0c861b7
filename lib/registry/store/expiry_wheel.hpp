// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "registry/model/entry.hpp"

namespace wims::registry {

/// When each entry has something to do next, to the second: adding, moving and dropping one costs the same whatever their
/// number. An entry is in one wheel at most and leaves it before it ends.
class ExpiryWheel {
public:
    ExpiryWheel();

    /// Puts the entry where its due() says, wherever it was.
    void put(Entry& entry);
    static void drop(Entry& entry) noexcept { entry.unlink(); }

    /// Calls `due` with entries that are due by `now`, each out of the wheel then, and looks at `most` at the most. False:
    /// some that are due may be left.
    bool turn(TimePoint now, std::size_t most, const std::function<void(Entry&)>& due);

private:
    DueLink& at(std::int64_t second) noexcept;

    std::vector<DueLink> seconds_;
    DueLink later_;          ///< of the second being gone through: a turn of the wheel or more
    std::int64_t next_ = 0;  ///< the first second that turn() has not been through
    bool turned_ = false;
};

}  // namespace wims::registry
