// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/clock.hpp>
#include <wims/w6/registrar.hpp>

#include "registry/model/block.hpp"
#include "registry/model/due_link.hpp"

namespace wims::registry {

class OctetReader;
class OctetWriter;

/// An individual IMPU, who it stands for, and where that user is. (WR-01, WR-02, WR-09) Without a contact it is
/// released: the IMPU waits out its quarantine and its user, who is known but not registered, finds it again. (WR-11) A
/// quarantine of Duration::max() never ends.
class Entry : public DueLink {
public:
    Entry(Block& block, std::string impu, std::string external_identity, w6::AllocatedBy allocated_by);

    const std::string& impu() const noexcept { return impu_; }
    const std::string& external_identity() const noexcept { return external_identity_; }
    w6::AllocatedBy allocated_by() const noexcept { return allocated_by_; }
    Block& block() const noexcept { return *block_; }
    bool registered() const noexcept { return !bindings_.empty(); }
    /// Whether a contact's flow ends at this P-CSCF instance.
    bool reached_by(const std::string& node) const;
    std::size_t contacts() const noexcept { return bindings_.size(); }
    w6::Registration registration(TimePoint now) const;
    std::vector<w6::Contact> live_contacts(TimePoint now) const;

    std::uint64_t version() const noexcept { return version_; }
    void set_version(std::uint64_t version) noexcept { version_ = version; }

    /// Stores or replaces. protocol, 500: out of order (RER-03), nothing changed; auth, 403: `limit` contacts and none of
    /// them on a dead flow, which would make room, oldest first (E19).
    Result<w6::RegisterOutcome> put(const w6::Contact& contact, std::uint64_t request_id, TimePoint now,
                                    std::size_t limit);
    /// How this very request was answered, when the contact it wrote is still as it wrote it.
    std::optional<w6::RegisterOutcome> answered(const w6::Contact& contact, std::uint64_t request_id) const;
    /// Removes the matching contact, or all. protocol, 500: out of order, nothing changed.
    Result<void> remove(const w6::RemoveContacts& request, TimePoint now, Duration quarantine);
    /// Removes the contacts whose flow ends at this P-CSCF instance; says how many.
    std::size_t purge(const std::string& node, TimePoint now, Duration quarantine);
    /// Marks the contacts on this flow; says how many.
    std::size_t flow_down(const w6::Flow& flow);
    /// Drops what has expired by `now`; says how many contacts that were.
    std::size_t expire(TimePoint now, Duration quarantine);

    /// As it lies in the journal: contacts without what is left of their time, which `until` says.
    void write(OctetWriter& out) const;
    /// protocol: not what write() wrote; usage: of a block that is not there.
    static Result<std::unique_ptr<Entry>> read(OctetReader& in,
                                               const std::function<Block*(std::string_view)>& block_of);
    /// From the clock of another process to this one's.
    void shift(Duration by) noexcept;

    /// When expire() has work next: a contact's end or the quarantine's.
    TimePoint due() const noexcept { return due_; }
    bool over(TimePoint now) const noexcept { return !registered() && quarantined_until_ <= now; }

private:
    struct Binding {
        w6::Contact contact;
        TimePoint until;
        std::uint64_t request_id;  ///< of what wrote it
        w6::RegisterOutcome outcome;
    };
    using Bindings = std::vector<Binding>;
    Bindings::iterator matching(const w6::Contact& contact);
    bool make_room(std::size_t limit);
    void note_due() noexcept;

    Block* block_;
    std::string impu_, external_identity_;
    w6::AllocatedBy allocated_by_;
    Bindings bindings_;  ///< newest first
    TimePoint quarantined_until_{};
    TimePoint due_{};  ///< beside what a look-up reads: the contacts lie elsewhere in memory
    std::uint64_t version_ = 0;
};

}  // namespace wims::registry
