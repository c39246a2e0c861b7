// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <wims/common/log.hpp>

#include "registry/journal/group_commit.hpp"
#include "registry/journal/records.hpp"
#include "registry/journal/snapshot_writer.hpp"
#include "registry/store/keeper.hpp"
#include "registry/store/registrations.hpp"

namespace wims::registry {

/// Keeps what changes in an append-only journal and, from time to time, all of it in a snapshot. Memory is read and changed
/// by the store's thread only; the disk is written by two threads that see nothing but octets.
class Journal final : public Keeper {
public:
    struct Options {
        Duration gather = std::chrono::milliseconds(2);
        std::uint64_t snapshot_after = std::uint64_t{64}
                                       << 20;             ///< octets of journal, and no less than the last one had
        std::uint64_t reserve = std::uint64_t{16} << 20;  ///< room made ahead
        std::uint64_t margin = std::uint64_t{4} << 20;    ///< less is a full disk
    };
    using Clock = std::function<WallTime()>;

    /// Fills `registrations` with what the disk holds. Errors: as Recovery's, limit when the disk is full.
    static Result<std::unique_ptr<Journal>> open(std::unique_ptr<Disk> disk, const Options& options,
                                                 Registrations& registrations, TimePoint now, Clock wall,
                                                 const Logger& log);
    ~Journal() override;

    Result<void> writable(TimePoint now) override;
    void keep(const Entry& entry) override;
    void keep(const Block& block) override;
    bool waiting() const override { return !waiting_.empty() || kept_ > commit_->safe(); }
    void when_safe(std::function<void(const Result<void>&)> then) override;
    void on_progress(std::function<void()> wake) override;
    void progress(TimePoint now) override;
    void tell(WimpuRegistrar::Health& health) const override;

private:
    struct Waiting {
        std::uint64_t record;
        std::function<void(const Result<void>&)> then;
    };
    /// Called by both threads; outlived by neither.
    struct Bell {
        std::mutex mutex;
        std::function<void()> ring;
        void operator()();
    };
    Journal(std::unique_ptr<Disk> disk, const Options& options, Registrations& registrations, Clock wall,
            const Logger& log);
    template <class Thing>
    void add(const Thing& thing);
    void note_time();
    void answer();
    void go_on_with_snapshot();
    void begin_snapshot();
    void end_snapshot();
    std::string next_part(bool& last);
    std::uint64_t since_snapshot() const noexcept { return before_ + commit_->octets(); }

    const Options options_;
    Registrations& registrations_;
    const Clock wall_;
    const Logger log_;
    const std::uint64_t process_;
    std::unique_ptr<Disk> disk_;
    std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();

    TimePoint now_{}, noted_{};
    bool noted_in_file_ = false;
    std::string record_;
    std::uint64_t kept_ = 0;
    std::deque<Waiting> waiting_;
    bool failure_told_ = false;

    std::uint64_t before_ = 0;  ///< octets in journals that are closed and not made needless yet
    std::uint64_t last_snapshot_ = 0;
    std::uint64_t begun_ = 0;  ///< the generation that a snapshot is wanted of; 0: none is
    std::size_t part_ = 0;
    bool want_snapshot_ = false;
    TimePoint not_before_{};

    std::unique_ptr<GroupCommit> commit_;
    std::unique_ptr<SnapshotWriter> snapshot_;
};

}  // namespace wims::registry
