// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/common/async.hpp>
#include <wims/common/ids.hpp>

/// W7: I-CSCF → wIMPU Registrar, read only. [S2 5.2.2.4.2] Ours, as W6.
namespace wims::w7 {

struct StatusQuery {
    TrailId trail;
    std::string identity;  ///< IMPU or external identity (ICS-05)
};

/// Contacts are never part of it (W7-02).
struct Status {
    bool registered = false;
    std::string impu;   ///< the individual IMPU; empty when known but never allocated
    std::string wimpu;  ///< its wildcard
};

/// Unknown identity: ErrorKind::not_found. Known but not registered: a Status that says so (W7-03).
class StatusDirectory {
public:
    virtual ~StatusDirectory() = default;
    virtual void status(const StatusQuery& query, Deadline deadline, Completion<Status> done) = 0;
};

}  // namespace wims::w7
