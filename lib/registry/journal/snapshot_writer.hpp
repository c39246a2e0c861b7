// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "registry/journal/journal_file.hpp"

namespace wims::registry {

/// Writes one snapshot on a thread of its own, and when it is whole removes the files that it makes needless. Ended before
/// it is whole, it leaves none.
class SnapshotWriter {
public:
    /// `changed` is called on the thread when idle() or ended() say something new.
    SnapshotWriter(Disk& disk, std::uint64_t generation, std::function<void()> changed);
    ~SnapshotWriter();

    /// Takes a payload only when idle.
    bool idle() const noexcept { return idle_; }
    void add(std::string payload, bool last);

    bool ended() const noexcept { return ended_; }
    std::uint64_t generation() const noexcept { return generation_; }
    std::uint64_t octets() const noexcept { return octets_; }
    /// Why there is none; ended only.
    const std::string& trouble() const noexcept { return trouble_; }

private:
    void run();
    Result<void> write();
    Result<void> publish();

    Disk& disk_;
    const std::uint64_t generation_;
    const std::function<void()> changed_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::string payload_;
    bool last_ = false, stopping_ = false;
    std::atomic<bool> idle_{true}, ended_{false};
    std::atomic<std::uint64_t> octets_{0};
    std::string trouble_;
    std::thread thread_;
};

}  // namespace wims::registry
