// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/direction.hpp"

#include <optional>

namespace wims::sdp {
namespace {

std::optional<Direction> direction_in(const Section& section) noexcept {
    for (const auto& line : section.lines())
        for (const auto d :
             {Direction{true, true}, Direction{true, false}, Direction{false, true}, Direction{false, false}})
            if (line.type == 'a' && line.value == to_string(d)) return d;
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Direction direction) noexcept {
    if (direction.send) return direction.receive ? "sendrecv" : "sendonly";
    return direction.receive ? "recvonly" : "inactive";
}

Direction direction_of(const Section& session, const Section& media) noexcept {
    if (const auto own = direction_in(media)) return *own;
    return direction_in(session).value_or(Direction{});
}

}  // namespace wims::sdp
