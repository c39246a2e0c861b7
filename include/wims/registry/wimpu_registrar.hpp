// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <wims/common/api.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/w6/registrar.hpp>
#include <wims/w7/status.hpp>

namespace wims::registry {

/// A block of individual IMPUs that the registrar may hand out.
struct BlockRange {
    std::string wimpu;                 ///< "sip:w1-!.*!@webrtc.operator.example"
    std::vector<std::string> domains;  ///< external domains whose users live in it
    std::uint64_t size = 1000000;      ///< how many IMPUs may be allocated: decimal, at least 6 digits wide
};

/// Where the registrar keeps what must outlive it.
struct JournalConfig {
    std::string directory;  ///< of its own, made when missing; empty: what is stored ends with the registrar
    /// A write is answered when it is on disk. It waits this long for others that may go with it, and then for the disk.
    Duration commit_within = std::chrono::milliseconds(2);
    /// Octets of journal after which a snapshot is taken; or as many as the last one has, if that is more.
    std::uint64_t snapshot_after = std::uint64_t{64} << 20;
};

struct WimpuRegistrarConfig {
    std::vector<BlockRange> blocks;             ///< overlapping wildcards are refused
    std::vector<std::string> ordinary_domains;  ///< of scenario 1 and 2 users; a block in one is refused (ICS-12)
    std::size_t contacts_per_entry = 10;
    Duration quarantine = std::chrono::hours(24);  ///< of a released IMPU (WR-11)
    bool permanent = false;  ///< a user's IMPU is never another's: quarantine without end, blocks only fill
    JournalConfig journal;
};

/// Another owner for a block, whether or not the one it has agrees. (FOV-06)
struct ReassignBlock {
    TrailId trail;
    std::string wimpu;
    std::string owner;
    std::uint64_t epoch = 0;  ///< of the block as the asker knows it; when it is another one now: auth, 409
};

struct NodePurged {
    std::size_t contacts = 0;  ///< that were removed
};

/// The wIMPU Registrar, "the HSS of WebRTC users". [S2 5.2.2.3.1] It answers from memory; with a journal, what it has
/// answered is there again after its end, whatever ended it.
/// W6 and W7 may be called from any thread; its work runs on `executor`, which must outlive it. Destroying it waits for
/// the work in progress; questions still waiting are never answered, so their askers time out.
class WimpuRegistrar {
public:
    /// usage: blocks overlap, a wildcard does not parse or does not match its numbers, a block in an ordinary domain or
    /// with another block's own domain, no contact allowed; a journal's directory that another process uses, or that holds
    /// users of a block that is not configured. protocol: the journal is damaged, the text says where; nothing was changed.
    /// io, limit: its disk failed or is full.
    WIMS_API static Result<std::unique_ptr<WimpuRegistrar>> create(const WimpuRegistrarConfig& config,
                                                                   Executor& executor, LogSink& log, Metrics& metrics);
    virtual ~WimpuRegistrar() = default;

    virtual w6::Registrar& w6() = 0;
    virtual w7::StatusDirectory& w7() = 0;

    /// Removes a user's contacts, whoever owns the block; the owner hears of it by w6::Registrar::watch (W6-06).
    /// Any thread. not_found: the user is not registered.
    virtual void remove_user(const TrailId& trail, const std::string& identity, Deadline deadline,
                             Completion<w6::Removed> done) = 0;

    /// Any thread. not_found: no such block; protocol, 400: an owner without a name. The old owner's writes are refused
    /// from then on.
    virtual void reassign_block(const ReassignBlock& request, Deadline deadline, Completion<w6::BlockLease> done) = 0;

    /// Removes every contact on a flow of this P-CSCF instance, whoever owns the block; nobody is told. Any thread. Done in
    /// parts, between which others are served: a contact that the instance registers meanwhile may stay.
    virtual void purge_node(const TrailId& trail, const std::string& node, Deadline deadline,
                            Completion<NodePurged> done) = 0;

    struct Health {
        std::size_t entries = 0;  ///< users with a contact
        std::size_t contacts = 0;
        std::size_t released = 0;          ///< IMPUs in quarantine
        std::uint64_t journal_octets = 0;  ///< since the last snapshot
        std::size_t journal_waiting = 0;   ///< writes that are not answered because they are not on disk yet
        bool journal_failed = false;  ///< the disk failed: reads are answered, every write gets io until a new start
    };
    virtual Health health() const = 0;
};

}  // namespace wims::registry
