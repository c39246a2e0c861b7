// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "common/sdp/section.hpp"

namespace wims::sdp {

/// Media direction as its writer sees it. [RFC 8866 6.7]
struct Direction {
    bool send = true;
    bool receive = true;
    bool operator==(const Direction&) const = default;

    Direction reversed() const noexcept { return {receive, send}; }
    Direction operator&(Direction other) const noexcept { return {send && other.send, receive && other.receive}; }
};

/// "sendrecv", "sendonly", "recvonly", "inactive"
std::string_view to_string(Direction direction) noexcept;

/// That of the m-section, else of the session, else sendrecv.
Direction direction_of(const Section& session, const Section& media) noexcept;

}  // namespace wims::sdp
