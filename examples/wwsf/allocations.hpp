// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>

#include <wims/common/result.hpp>

#include "wwsf/blocks.hpp"

namespace wims::wwsf {

/// The IMPUs that this party has given its web users, in third-party allocation: written down before anybody is told,
/// so that a user keeps theirs over restarts, and one that was ever given is given to nobody else (WWS-04, WWS-06).
///
///     {"allocations": {"carol": "sip:club-4711…@webrtc.club.example"}}
class Allocations {
public:
    /// A file that is not there yet is an empty one. io, usage: the text says what is wrong with it.
    static Result<Allocations> load(const std::string& file, const Blocks& blocks);

    /// The user's identity; one is allocated where they have none, and `changed` is what must be kept.
    Result<std::string> identity_of(const std::string& user, const Blocks& blocks);

    bool changed() const noexcept { return changed_; }
    /// Replaces the file whole. io.
    Result<void> keep(const std::string& file) const;

private:
    std::map<std::string, std::string> by_user_;
    std::set<std::string> given_;
    bool changed_ = false;
};

}  // namespace wims::wwsf
