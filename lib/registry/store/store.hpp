// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/w6/registrar.hpp>
#include <wims/w7/status.hpp>

namespace wims::registry {

/// Where registrations are kept. Each operation is one atomic step that happens or fails whole, at the time it is told;
/// nothing that has expired by then is seen. Errors are those of w6::Registrar and w7::StatusDirectory.
/// Identities come in any spelling and go out canonical. Used by one thread at a time.
class Store {
public:
    virtual ~Store() = default;

    virtual Result<w6::BlockLease> claim_block(const w6::ClaimBlock& request) = 0;
    virtual Result<w6::Registered> register_contact(const w6::RegisterContact& request, TimePoint now) = 0;
    virtual Result<w6::Removed> remove_contacts(const w6::RemoveContacts& request, TimePoint now) = 0;
    virtual Result<w6::Registration> fetch(const w6::Fetch& request, TimePoint now) = 0;
    virtual Result<w6::FlowMarked> flow_down(const w6::FlowDown& request, TimePoint now) = 0;
    virtual Result<w6::Located> locate(const w6::Locate& request, TimePoint now) = 0;
    /// An administrator's removal, whatever the epoch (W6-06). not_found: the user is not registered.
    struct UserRemoved {
        std::string owner;  ///< of the block, who must hear
        w6::Change change;
    };
    virtual Result<UserRemoved> remove_user(const TrailId& trail, const std::string& identity, TimePoint now) = 0;
    virtual Result<w7::Status> status(const w7::StatusQuery& query, TimePoint now) = 0;

    /// Drops what has expired; says how many contacts that were. (EXP-01, EXP-02)
    virtual std::size_t expire(TimePoint now) = 0;

    struct Size {
        std::size_t entries = 0;  ///< registered
        std::size_t contacts = 0;
        std::size_t released = 0;  ///< in quarantine
    };
    virtual Size size() const = 0;
};

}  // namespace wims::registry
