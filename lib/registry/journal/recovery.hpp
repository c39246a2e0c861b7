// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <wims/common/clock.hpp>

#include "registry/journal/disk.hpp"
#include "registry/journal/records.hpp"
#include "registry/store/registrations.hpp"

namespace wims::registry {

/// Reads what earlier processes left: the newest snapshot and the journals after it.
class Recovery {
public:
    struct Outcome {
        std::uint64_t generation = 0;  ///< the highest there is
        std::uint64_t files = 0;       ///< journals that the next snapshot would make needless
        std::uint64_t octets = 0;      ///< in them
        std::uint64_t snapshot_octets = 0;
        std::uint64_t entries = 0;
        std::uint64_t torn_octets = 0;  ///< after the last whole group: never answered, cut off
    };
    Recovery(Disk& disk, Registrations& into, TimePoint now, WallTime wall)
        : disk_(disk), into_(into), now_(now), wall_(wall) {}

    /// protocol: damaged, the text says where; usage: of a block that is not configured; io. Nothing is cut off then.
    Result<Outcome> run();

private:
    struct Found {
        std::unique_ptr<Entry> entry;
        std::uint64_t process = 0;
    };
    Result<void> list(std::vector<std::uint64_t>& journals, std::uint64_t& snapshot);
    Result<void> read_snapshot(std::uint64_t generation, Outcome& outcome);
    Result<void> read_journal(std::uint64_t generation, bool last, Outcome& outcome);
    RecordListener listener();
    Duration offset_of(std::uint64_t process) const;
    void hand_over(Outcome& outcome);

    Disk& disk_;
    Registrations& into_;
    const TimePoint now_;
    const WallTime wall_;
    std::unordered_map<std::string_view, Found> entries_;  ///< by IMPU
    std::vector<std::pair<Block*, std::string>> free_;
    std::map<std::uint64_t, ClockRecord> clocks_;
    std::uint64_t process_ = 0;
    bool ended_ = false, timeless_ = false;
};

}  // namespace wims::registry
