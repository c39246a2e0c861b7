// SPDX-License-Identifier: Apache-2.0
#include "registry/journal/group_commit.hpp"

#include <chrono>
#include <utility>

#include "registry/journal/file_names.hpp"

namespace wims::registry {
namespace {
constexpr auto try_again = std::chrono::seconds(1);
constexpr std::size_t group_is_large = std::size_t{256} * 1024;
}  // namespace

GroupCommit::GroupCommit(Disk& disk, std::unique_ptr<JournalFile> file, std::uint64_t generation,
                         const Options& options, std::function<void()> changed)
    : disk_(disk), options_(options), changed_(std::move(changed)), file_(std::move(file)), generation_(generation) {
    note_room();
    thread_ = std::thread([this] { run(); });
}

GroupCommit::~GroupCommit() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void GroupCommit::note_room() noexcept {
    room_ = file_->room();
    octets_ = file_->octets();
}

Result<void> GroupCommit::writable() {
    if (failed_) return Error{ErrorKind::io, "the journal's disk failed", 504};
    const std::lock_guard lock(mutex_);
    const auto waiting = in_hand_ + (batches_.empty() ? 0 : batches_.back().records.size());
    if (waiting > options_.most) return Error{ErrorKind::io, "the journal's disk is too slow", 504};
    if (safe_ >= refused_ && waiting + options_.margin <= room_) return {};
    starved_ = true;
    wake_.notify_all();
    return Error{ErrorKind::io, "no room on the journal's disk", 504};
}

std::uint64_t GroupCommit::append(std::string_view record) {
    const std::lock_guard lock(mutex_);
    if (batches_.empty()) {
        batches_.emplace_back();
        wake_.notify_all();
    }
    auto& batch = batches_.back();
    batch.records.append(record);
    batch.last = ++appended_;
    if (batch.records.size() > group_is_large) wake_.notify_all();
    return appended_;
}

void GroupCommit::rotate(std::uint64_t generation) {
    const std::lock_guard lock(mutex_);
    if (!batches_.empty()) in_hand_ += batches_.back().records.size();
    batches_.emplace_back();
    batches_.back().generation = generation;
    batches_.back().last = appended_;
    wake_.notify_all();
}

void GroupCommit::gather(Lock& lock) {
    wake_.wait_for(lock, options_.gather, [this] {
        return stopping_ || batches_.size() > 1 || batches_.front().records.size() > group_is_large;
    });
}

void GroupCommit::run() {
    Lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return work(); });
        if (!batches_.empty()) {
            if (!stopping_ && batches_.size() == 1 && options_.gather > Duration::zero()) gather(lock);
            const bool last = batches_.size() == 1;
            Batch batch = std::move(batches_.front());
            batches_.pop_front();
            if (last) in_hand_ += batch.records.size();
            const auto size = batch.records.size();
            commit(std::move(batch), lock);
            in_hand_ -= size;
            if (failed_) return;
        } else if (stopping_) {
            return;
        }
        if (starved_) {
            starved_ = false;
            lock.unlock();
            static_cast<void>(file_->reserve(options_.reserve));  // no room: the next writer asks again
            note_room();
            lock.lock();
        }
    }
}

/// Without the lock while the disk works. A full disk is tried again until there is room; any other failure is for good:
/// what the kernel has of a file whose sync failed is unknown.
void GroupCommit::commit(Batch batch, Lock& lock) {
    lock.unlock();
    while (true) {
        const auto written = write(batch);
        note_room();
        if (written) {
            safe_ = batch.last;
            break;
        }
        lock.lock();
        refused_ = appended_;  // what waits behind it waits for the same
        if (written.error().kind != ErrorKind::limit) failed_ = true;
        lock.unlock();
        changed_();
        lock.lock();
        const bool stop = failed_ || wake_.wait_for(lock, try_again, [this] { return stopping_; });
        if (stop) {
            failed_ = true;
            return;
        }
        lock.unlock();
    }
    changed_();
    lock.lock();
}

Result<void> GroupCommit::write(const Batch& batch) {
    if (batch.generation > generation_ && batch.generation != not_rotated_) turn_to(batch.generation);
    if (batch.records.empty()) return {};
    const auto needed = batch.records.size() + JournalFile::frame_octets;
    // Ahead of need: who must wait for room is refused.
    if (file_->room() < needed + 2 * options_.margin) static_cast<void>(file_->reserve(needed + options_.reserve));
    if (file_->room() < needed)
        if (const auto good = file_->reserve(needed); !good) return good;
    if (const auto good = file_->append(batch.records); !good) return good;
    const auto synced = file_->sync();
    if (!synced) return Error{ErrorKind::io, synced.error().text, 0};  // even for want of room
    return {};
}

void GroupCommit::turn_to(std::uint64_t generation) {
    auto next = JournalFile::create(disk_, journal_name(generation), generation, options_.reserve);
    if (!next) {
        not_rotated_ = generation;
        return;
    }
    static_cast<void>(file_->trim());
    file_ = std::move(*next);
    generation_ = generation;
}

}  // namespace wims::registry
