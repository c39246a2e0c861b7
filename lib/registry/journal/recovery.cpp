// SPDX-License-Identifier: Apache-2.0
#include "registry/journal/recovery.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "registry/journal/file_names.hpp"
#include "registry/journal/journal_file.hpp"

namespace wims::registry {
namespace {

// Versions that were given and not written down: expiry writes nothing.
constexpr std::uint64_t unwritten_versions = std::uint64_t{1} << 32;

}  // namespace

Result<void> Recovery::list(std::vector<std::uint64_t>& journals, std::uint64_t& snapshot) {
    const auto names = disk_.list();
    if (!names) return names.error();
    for (const auto& name : *names) {
        if (const auto generation = generation_of(name, "journal.")) journals.push_back(generation);
        snapshot = std::max(snapshot, generation_of(name, "snapshot."));
        if (name.ends_with(".tmp")) static_cast<void>(disk_.remove(name));
    }
    std::erase_if(journals, [&](std::uint64_t generation) { return generation < snapshot; });
    std::sort(journals.begin(), journals.end());
    std::uint64_t expected = std::max<std::uint64_t>(snapshot, 1);
    if (snapshot != 0 && journals.empty()) return Error{ErrorKind::protocol, journal_name(snapshot) + " is missing", 0};
    for (const auto generation : journals)
        if (generation != expected++) return Error{ErrorKind::protocol, journal_name(expected - 1) + " is missing", 0};
    return {};
}

RecordListener Recovery::listener() {
    RecordListener listener;
    listener.block_of = [this](std::string_view wimpu) { return into_.block_of(std::string(wimpu)); };
    listener.on_clock = [this](const ClockRecord& clock) {
        process_ = clock.process;
        clocks_[process_] = clock;
    };
    listener.on_entry = [this](std::unique_ptr<Entry> entry) {
        timeless_ = timeless_ || !clocks_.contains(process_);
        into_.versions_after(entry->version());
        entries_.erase(entry->impu());  // its key is inside the old one
        const std::string_view impu = entry->impu();
        entries_.emplace(impu, Found{std::move(entry), process_});
    };
    listener.on_free = [this](Block& block, std::string_view impu) { free_.emplace_back(&block, impu); };
    listener.on_end = [this] { ended_ = true; };
    return listener;
}

Result<void> Recovery::read_snapshot(std::uint64_t generation, Outcome& outcome) {
    const auto name = snapshot_name(generation);
    process_ = 0;
    auto file = disk_.open(name, false);
    if (!file) return file.error();
    const auto read = JournalFile::read(**file, name, generation,
                                        [&](std::string_view payload) { return read_records(payload, listener()); });
    if (!read) return read.error();
    if (read->torn || !ended_) return Error{ErrorKind::protocol, name + ": damaged: its end is missing", 0};
    outcome.snapshot_octets = read->end;
    return {};
}

Result<void> Recovery::read_journal(std::uint64_t generation, bool last, Outcome& outcome) {
    const auto name = journal_name(generation);
    process_ = 0;
    auto file = disk_.open(name, false);
    if (!file) return file.error();
    const auto read = JournalFile::read(**file, name, generation,
                                        [&](std::string_view payload) { return read_records(payload, listener()); });
    if (!read) return read.error();
    if (!last && (read->torn || read->unbegun))
        return Error{ErrorKind::protocol, name + ": damaged at octet " + std::to_string(read->end), 0};
    outcome.octets += read->end;
    ++outcome.files;
    if (!last) return {};
    if (read->unbegun) return disk_.remove(name);
    const auto size = (*file)->size();
    if (!size) return size.error();
    if (read->torn) outcome.torn_octets = *size - read->end;
    if (const auto good = (*file)->truncate(read->end); !good) return good;
    return (*file)->sync();
}

/// What to add to a time of that process's clock. Civil time tells how long nobody ran; it may have been set back.
Duration Recovery::offset_of(std::uint64_t process) const {
    const auto& clock = clocks_.at(process);
    const Duration since = std::max<Duration>(wall_ - clock.wall, Duration::zero());
    return (now_ - since) - clock.steady;
}

void Recovery::hand_over(Outcome& outcome) {
    std::vector<std::unique_ptr<Entry>> older;
    for (auto& [impu, found] : entries_) {
        found.entry->shift(offset_of(found.process));
        // An identity that has two IMPUs has moved to the newer one; its quarantine on the other was over.
        if (auto other = into_.restore(std::move(found.entry))) older.push_back(std::move(other));
    }
    outcome.entries = entries_.size() - older.size();
    entries_.clear();
    for (const auto& entry : older)
        if (entry->allocated_by() == w6::AllocatedBy::epcscf) entry->block().free(entry->impu());
    std::unordered_set<std::string_view> seen;
    for (auto& [block, impu] : free_)
        if (!into_.in_use(impu) && seen.insert(impu).second) block->free(impu);
    into_.versions_after(into_.version() + unwritten_versions);
}

Result<Recovery::Outcome> Recovery::run() {
    Outcome outcome;
    std::vector<std::uint64_t> journals;
    std::uint64_t snapshot = 0;
    if (const auto good = list(journals, snapshot); !good) return good.error();
    if (snapshot != 0)
        if (const auto good = read_snapshot(snapshot, outcome); !good) return good.error();
    for (const auto generation : journals)
        if (const auto good = read_journal(generation, generation == journals.back(), outcome); !good)
            return good.error();
    if (timeless_) return Error{ErrorKind::protocol, "an entry comes before any time", 0};
    outcome.generation = journals.empty() ? 0 : journals.back();
    hand_over(outcome);
    return outcome;
}

}  // namespace wims::registry
