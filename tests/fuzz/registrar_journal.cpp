// SPDX-License-Identifier: Apache-2.0
// The registrar's journal. An input whose first octet is even is the payload of a frame: entries that are read are written and
// read again as they were. An odd one: the rest is a whole file on a disk, opened by a registrar.
#include <cstdlib>

#include "registry/journal/recovery.hpp"
#include "registry/model/octets.hpp"
#include "support/memory_disk.hpp"

using namespace wims;
using namespace wims::registry;

namespace {

constexpr const char* wimpu = "sip:w1-!.*!@o.example";

std::vector<Block> blocks() {
    std::vector<Block> all;
    all.push_back(*Block::create({wimpu, {"e.com"}, 1000}));
    return all;
}

void read_payload(std::string_view payload) {
    auto all = blocks();
    const auto block_of = [&](std::string_view name) { return name == wimpu ? &all.front() : nullptr; };
    RecordListener listener;
    listener.block_of = block_of;
    listener.on_clock = [](const ClockRecord&) {};
    listener.on_free = [](Block&, std::string_view) {};
    listener.on_end = [] {};
    listener.on_entry = [&](std::unique_ptr<Entry> entry) {
        std::string once, twice;
        OctetWriter first(once), second(twice);
        entry->write(first);
        OctetReader in(once);
        const auto again = Entry::read(in, block_of);
        if (!again || !in.at_end()) std::abort();
        (*again)->write(second);
        if (once != twice) std::abort();
        entry->shift(std::chrono::hours(1));
        entry->expire(TimePoint{} + std::chrono::hours(2), std::chrono::hours(24));
    };
    static_cast<void>(read_records(payload, listener));
}

void open_file(std::string_view octets) {
    test::Platter platter;
    platter.names["journal.1"] = std::make_shared<test::Platter::Node>();
    platter.file("journal.1") = octets;
    test::MemoryDisk disk(platter);
    Registrations registrations(blocks(), {10, std::chrono::hours(24)});
    const auto found = Recovery(disk, registrations, TimePoint{}, WallTime(std::chrono::hours(400'000))).run();
    if (!found && platter.file("journal.1") != octets) std::abort();  // refused, and changed
    if (found && platter.names.contains("journal.1") && !octets.starts_with(platter.file("journal.1"))) std::abort();
    registrations.sweep(TimePoint{} + std::chrono::hours(1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    (data[0] & 1) == 0 ? read_payload(rest) : open_file(rest);
    return 0;
}
