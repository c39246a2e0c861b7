// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include <wims/registry/wimpu_registrar.hpp>

namespace wims::registry {

/// Hears how one operation of a store went, once.
template <class T>
using Reply = std::function<void(Result<T>)>;

/// Where registrations are kept. Each operation is one atomic step that happens or fails whole, at the time it is told;
/// nothing that has expired by then is seen. The epoch of the block, the order of Call-ID and CSeq and the number of
/// contacts are checked inside the step. Errors are those of w6::Registrar and w7::StatusDirectory; io, 504: it cannot be
/// kept now.
/// Identities come in any spelling and go out canonical. Used by one thread at a time; a reply comes on it, inside the call
/// or, when what was written must reach a disk or another machine first, from progress().
class Store {
public:
    virtual ~Store() = default;

    virtual void claim_block(const w6::ClaimBlock& request, TimePoint now, Reply<w6::BlockLease> reply) = 0;
    virtual void reassign_block(const ReassignBlock& request, TimePoint now, Reply<w6::BlockLease> reply) = 0;
    /// Allocates or finds the IMPU, then adds or refreshes the contact.
    virtual void register_contact(const w6::RegisterContact& request, TimePoint now, Reply<w6::Registered> reply) = 0;
    virtual void remove_contacts(const w6::RemoveContacts& request, TimePoint now, Reply<w6::Removed> reply) = 0;
    virtual void flow_down(const w6::FlowDown& request, TimePoint now, Reply<w6::FlowMarked> reply) = 0;
    /// An administrator's removal, whatever the epoch (W6-06). not_found: the user is not registered.
    struct UserRemoved {
        std::string owner;  ///< of the block, who must hear
        w6::Change change;
    };
    virtual void remove_user(const TrailId& trail, const std::string& identity, TimePoint now,
                             Reply<UserRemoved> reply) = 0;
    /// Removes every contact on a flow of `node`, as much of it as one step may take. `part` is 0 first, then what the
    /// answer said, until it says 0.
    struct PurgePart {
        std::size_t contacts = 0;
        std::size_t next = 0;
    };
    virtual void purge_node(const std::string& node, std::size_t part, TimePoint now, Reply<PurgePart> reply) = 0;

    virtual void fetch(const w6::Fetch& request, TimePoint now, Reply<w6::Registration> reply) = 0;
    virtual void locate(const w6::Locate& request, TimePoint now, Reply<w6::Located> reply) = 0;
    virtual void status(const w7::StatusQuery& query, TimePoint now, Reply<w7::Status> reply) = 0;

    /// Drops what has expired, as much of it as one step may take. (EXP-01, EXP-02)
    struct Swept {
        std::size_t contacts = 0;
        bool more = false;  ///< of what has expired by now
    };
    virtual Swept sweep(TimePoint now) = 0;

    /// Called on any thread when progress() has work, never inside another call.
    virtual void on_progress(std::function<void()> wake) = 0;
    virtual void progress(TimePoint now) = 0;

    virtual WimpuRegistrar::Health health() const = 0;
};

}  // namespace wims::registry
