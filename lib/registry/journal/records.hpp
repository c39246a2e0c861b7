// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/clock.hpp>

#include "registry/model/entry.hpp"

namespace wims::registry {

// What the payload of a frame is made of. Each record says what something is now, so that the last one counts and reading
// one twice does no harm.

/// Times of the records that follow are of this process's steady clock; the last one of a process tells what time that is.
struct ClockRecord {
    std::uint64_t process = 0;  ///< at random
    TimePoint steady;
    WallTime wall;
};

void write_record(std::string& out, const ClockRecord& clock);
void write_record(std::string& out, const Entry& entry);
void write_record(std::string& out, const Block& block);
/// Free IMPUs of a block.
void write_record(std::string& out, const Block& block, const std::vector<std::string>& free);
/// The last one of a snapshot.
void write_end(std::string& out);

/// Who hears what read_records finds, in its order.
struct RecordListener {
    std::function<Block*(std::string_view wimpu)> block_of;
    std::function<void(const ClockRecord&)> on_clock;
    std::function<void(std::unique_ptr<Entry>)> on_entry;
    std::function<void(Block&, std::string_view impu)> on_free;
    std::function<void()> on_end;
};
/// protocol: what is no record; usage: a record of a block that is not there. Blocks are restored as they come.
Result<void> read_records(std::string_view payload, const RecordListener& listener);

}  // namespace wims::registry
