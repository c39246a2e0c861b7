// SPDX-License-Identifier: Apache-2.0
#include "registry/journal/journal.hpp"

#include <algorithm>
#include <utility>

#include "common/core/random.hpp"
#include "registry/journal/file_names.hpp"
#include "registry/journal/recovery.hpp"
#include "registry/store/name_index.hpp"

namespace wims::registry {
namespace {

constexpr auto note_time_every = std::chrono::seconds(1);
constexpr auto after_a_failed_snapshot = std::chrono::minutes(1);
constexpr std::uint64_t most_waiting = std::uint64_t{64} << 20;
constexpr std::uint64_t many_files = 8;
constexpr std::size_t free_in_a_record = 10000;

}  // namespace

void Journal::Bell::operator()() {
    const std::lock_guard lock(mutex);
    if (ring) ring();
}

Journal::Journal(std::unique_ptr<Disk> disk, const Options& options, Registrations& registrations, Clock wall,
                 const Logger& log)
    : options_(options), registrations_(registrations), wall_(std::move(wall)), log_(log), process_(random_u64()),
      disk_(std::move(disk)) {}

Result<std::unique_ptr<Journal>> Journal::open(std::unique_ptr<Disk> disk, const Options& options,
                                               Registrations& registrations, TimePoint now, Clock wall,
                                               const Logger& log) {
    auto journal = std::unique_ptr<Journal>(new Journal(std::move(disk), options, registrations, std::move(wall), log));
    const auto found = Recovery(*journal->disk_, registrations, now, journal->wall_()).run();
    if (!found) return Error{found.error().kind, "journal: " + found.error().text, 0};
    const auto generation = found->generation + 1;
    auto file = JournalFile::create(*journal->disk_, journal_name(generation), generation, options.reserve);
    if (!file) return Error{file.error().kind, "journal: " + file.error().text, 0};
    journal->now_ = now;
    journal->before_ = found->octets;
    journal->last_snapshot_ = found->snapshot_octets;
    journal->want_snapshot_ = found->files >= many_files;
    journal->commit_ = std::make_unique<GroupCommit>(
        *journal->disk_, std::move(*file), generation,
        GroupCommit::Options{options.gather, options.reserve, options.margin, most_waiting},
        [bell = journal->bell_] { (*bell)(); });
    log.info("journal read", {{"entries", std::to_string(found->entries)},
                              {"octets", std::to_string(found->octets + found->snapshot_octets)},
                              {"cut off", std::to_string(found->torn_octets)}});
    return journal;
}

Journal::~Journal() {
    {
        const std::lock_guard lock(bell_->mutex);
        bell_->ring = nullptr;
    }
    snapshot_.reset();
    commit_.reset();
}

Result<void> Journal::writable(TimePoint now) {
    now_ = now;
    return commit_->writable();
}

void Journal::note_time() {
    if (noted_in_file_ && now_ < noted_ + note_time_every) return;
    noted_in_file_ = true;
    noted_ = now_;
    write_record(record_, ClockRecord{process_, now_, wall_()});
}

template <class Thing>
void Journal::add(const Thing& thing) {
    record_.clear();
    note_time();
    write_record(record_, thing);
    kept_ = commit_->append(record_);
}

void Journal::keep(const Entry& entry) { add(entry); }
void Journal::keep(const Block& block) { add(block); }

void Journal::when_safe(std::function<void(const Result<void>&)> then) { waiting_.push_back({kept_, std::move(then)}); }

void Journal::on_progress(std::function<void()> wake) {
    const std::lock_guard lock(bell_->mutex);
    bell_->ring = std::move(wake);
}

void Journal::progress(TimePoint now) {
    now_ = now;
    answer();
    go_on_with_snapshot();
}

void Journal::answer() {
    const bool failed = commit_->failed();
    const auto safe = commit_->safe(), refused = commit_->refused();
    while (!waiting_.empty() && (failed || waiting_.front().record <= std::max(safe, refused))) {
        const auto next = std::move(waiting_.front());
        waiting_.pop_front();
        if (next.record <= safe) next.then({});
        else next.then(Error{ErrorKind::io, "it is not known to be on the journal's disk", 504});
    }
    if (!failed || failure_told_) return;
    failure_told_ = true;
    log_.error("the journal's disk failed: nothing can be stored until the registrar is started again");
}

void Journal::begin_snapshot() {
    begun_ = commit_->generation() + 1;
    want_snapshot_ = false;
    part_ = 0;
    before_ += commit_->octets();
    commit_->rotate(begun_);
    noted_in_file_ = false;
    // The file begins with the blocks: who reads it without a snapshot knows them anyway.
    for (const auto& [wimpu, block] : registrations_.blocks()) keep(block);
}

std::string Journal::next_part(bool& last) {
    std::string out;
    write_record(out, ClockRecord{process_, now_, wall_()});
    if (part_ < NameIndex::parts) {
        for (const auto* entry : registrations_.entries(part_++)) write_record(out, *entry);
        return out;
    }
    // After the entries: an IMPU that was freed meanwhile is in one of both.
    for (const auto& [wimpu, block] : registrations_.blocks()) {
        write_record(out, block);
        std::vector<std::string> some;
        for (const auto& impu : block.free()) {
            some.push_back(impu);
            if (some.size() < free_in_a_record) continue;
            write_record(out, block, some);
            some.clear();
        }
        if (!some.empty()) write_record(out, block, some);
    }
    write_end(out);
    last = true;
    return out;
}

void Journal::go_on_with_snapshot() {
    if (begun_ == 0) {
        const bool much = since_snapshot() > std::max(options_.snapshot_after, last_snapshot_);
        if ((!much && !want_snapshot_) || now_ < not_before_ || commit_->failed()) return;
        begin_snapshot();
    }
    if (!snapshot_) {
        if (commit_->not_rotated() == begun_) return end_snapshot();
        if (commit_->generation() != begun_) return;
        snapshot_ = std::make_unique<SnapshotWriter>(*disk_, begun_, [bell = bell_] { (*bell)(); });
    }
    if (snapshot_->ended()) return end_snapshot();
    if (!snapshot_->idle() || part_ > NameIndex::parts) return;
    bool last = false;
    auto payload = next_part(last);
    if (last) ++part_;
    snapshot_->add(std::move(payload), last);
}

void Journal::end_snapshot() {
    const bool good = snapshot_ && snapshot_->trouble().empty();
    if (good) {
        before_ = 0;
        last_snapshot_ = snapshot_->octets();
        log_.info("journal: a snapshot was taken", {{"octets", std::to_string(last_snapshot_)}});
    } else {
        not_before_ = now_ + after_a_failed_snapshot;
        log_.warning("journal: no snapshot could be taken",
                     {{"reason", snapshot_ ? snapshot_->trouble() : "no room for another file"}});
    }
    snapshot_.reset();
    begun_ = 0;
}

void Journal::tell(WimpuRegistrar::Health& health) const {
    health.journal_octets = since_snapshot();
    health.journal_waiting = waiting_.size();
    health.journal_failed = commit_->failed();
}

}  // namespace wims::registry
