// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "common/sdp/session_description.hpp"

namespace wims::ims_alg {

/// Which m-lines of one description share a transport. Worked out once for all of them: the peer decides how many
/// groups, mids and m-lines there are. [RFC 9143 7.1.3]
class BundleGroups {
public:
    /// `description` outlives it.
    explicit BundleGroups(const sdp::SessionDescription& description);

    /// Whether a BUNDLE group holds the m-line.
    bool holds(std::size_t index) const noexcept { return members_[index].grouped; }
    /// The m-line whose transport that group shares: the first one with a port. nullptr: none, or no group.
    const sdp::MediaDescription* speaker(std::size_t index) const noexcept { return members_[index].speaker; }

private:
    struct Member {
        bool grouped = false;
        const sdp::MediaDescription* speaker = nullptr;
    };
    std::vector<Member> members_;
};

}  // namespace wims::ims_alg
