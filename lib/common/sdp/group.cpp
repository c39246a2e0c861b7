// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/group.hpp"

#include <algorithm>

#include "common/sdp/tokens.hpp"

namespace wims::sdp {

std::optional<Group> Group::parse(std::string_view value) {
    const auto fields = split_fields(value);
    if (fields.empty() || !std::all_of(fields.begin(), fields.end(), is_token)) return std::nullopt;
    return Group{std::string(fields[0]), std::vector<std::string>(fields.begin() + 1, fields.end())};
}

std::string Group::to_string() const {
    auto text = semantics;
    for (const auto& mid : mids) text += " " + mid;
    return text;
}

bool Group::holds(std::string_view mid) const noexcept {
    return std::find(mids.begin(), mids.end(), mid) != mids.end();
}

}  // namespace wims::sdp
