// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include <wims/common/clock.hpp>

#include "registry/journal/journal_file.hpp"

namespace wims::registry {

/// Brings records to disk on a thread of its own, as many at a time as have come while the last ones were written.
class GroupCommit {
public:
    struct Options {
        Duration gather{};          ///< how long the first record of a group waits for others
        std::uint64_t reserve = 0;  ///< octets of room that are made ahead
        std::uint64_t margin = 0;   ///< less room than this is none
        std::uint64_t most = 0;     ///< octets that may wait
    };
    /// `changed` is called on the thread when safe(), generation() or failed() say something new.
    GroupCommit(Disk& disk, std::unique_ptr<JournalFile> file, std::uint64_t generation, const Options& options,
                std::function<void()> changed);
    /// Writes what waits.
    ~GroupCommit();

    /// io, 504: no room on the disk, too much waits, or the disk failed, for good.
    Result<void> writable();
    /// Says which one it is: safe() is as high when it is on disk.
    std::uint64_t append(std::string_view record);
    /// What is appended from now on goes to another file.
    void rotate(std::uint64_t generation);

    std::uint64_t safe() const noexcept { return safe_; }
    /// Records up to here may be lost: the disk refused them.
    std::uint64_t refused() const noexcept { return refused_; }
    std::uint64_t generation() const noexcept { return generation_; }
    /// Of the last rotate(), when it could not be done.
    std::uint64_t not_rotated() const noexcept { return not_rotated_; }
    std::uint64_t octets() const noexcept { return octets_; }
    bool failed() const noexcept { return failed_; }

private:
    struct Batch {
        std::uint64_t generation = 0;  ///< 0: the same file
        std::uint64_t last = 0;        ///< the number of its last record
        std::string records;
    };
    using Lock = std::unique_lock<std::mutex>;
    void run();
    bool work() const noexcept { return stopping_ || starved_ || !batches_.empty(); }
    void gather(Lock& lock);
    void commit(Batch batch, Lock& lock);
    Result<void> write(const Batch& batch);
    void turn_to(std::uint64_t generation);
    void note_room() noexcept;

    Disk& disk_;
    const Options options_;
    const std::function<void()> changed_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Batch> batches_;
    std::uint64_t appended_ = 0;  ///< records so far
    std::size_t in_hand_ = 0;     ///< octets of batches that are not the last, or being written
    bool starved_ = false, stopping_ = false;

    std::unique_ptr<JournalFile> file_;  // the thread's
    std::atomic<std::uint64_t> safe_{0}, refused_{0}, generation_, not_rotated_{0}, octets_{0}, room_{0};
    std::atomic<bool> failed_{false};
    std::thread thread_;
};

}  // namespace wims::registry
