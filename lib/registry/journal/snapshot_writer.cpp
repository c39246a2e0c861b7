// SPDX-License-Identifier: Apache-2.0
#include "registry/journal/snapshot_writer.hpp"

#include <algorithm>
#include <utility>

#include "registry/journal/file_names.hpp"

namespace wims::registry {
namespace {
// So that the end does not flush hundreds of megabytes at once while the journal's own writes wait for the disk.
constexpr std::uint64_t sync_every = std::uint64_t{8} << 20;
}  // namespace

SnapshotWriter::SnapshotWriter(Disk& disk, std::uint64_t generation, std::function<void()> changed)
    : disk_(disk), generation_(generation), changed_(std::move(changed)) {
    thread_ = std::thread([this] { run(); });
}

SnapshotWriter::~SnapshotWriter() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void SnapshotWriter::add(std::string payload, bool last) {
    {
        const std::lock_guard lock(mutex_);
        payload_ = std::move(payload);
        last_ = last;
        idle_ = false;
    }
    wake_.notify_all();
}

void SnapshotWriter::run() {
    const auto done = write();
    if (!done) {
        trouble_ = done.error().text;
        static_cast<void>(disk_.remove(unfinished(snapshot_name(generation_))));
    }
    ended_ = true;
    changed_();
}

Result<void> SnapshotWriter::write() {
    auto file = JournalFile::create(disk_, unfinished(snapshot_name(generation_)), generation_, 0);
    if (!file) return file.error();
    std::uint64_t synced = 0;
    for (bool last = false; !last;) {
        std::string payload;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !idle_; });
            if (stopping_) return Error{ErrorKind::cancelled, "the registrar ends", 0};
            payload.swap(payload_);
            last = last_;
        }
        if (const auto good = (*file)->append(payload); !good) return good;
        if (last || (*file)->octets() > synced + sync_every) {
            if (const auto good = (*file)->sync(); !good) return good;
            synced = (*file)->octets();
        }
        octets_ = (*file)->octets();
        idle_ = true;
        if (!last) changed_();
    }
    return publish();
}

Result<void> SnapshotWriter::publish() {
    const auto name = snapshot_name(generation_);
    if (const auto good = disk_.rename(unfinished(name), name); !good) return good;
    if (const auto good = disk_.sync(); !good) return good;
    const auto names = disk_.list();
    if (!names) return names.error();
    for (const auto& old : *names) {
        const auto generation = std::max(generation_of(old, "journal."), generation_of(old, "snapshot."));
        if (generation != 0 && generation < generation_) static_cast<void>(disk_.remove(old));
    }
    return {};
}

}  // namespace wims::registry
