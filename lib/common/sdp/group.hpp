// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wims::sdp {

/// a=group [RFC 5888 5]
struct Group {
    std::string semantics;  ///< "BUNDLE"
    std::vector<std::string> mids;

    static std::optional<Group> parse(std::string_view value);
    std::string to_string() const;
    bool holds(std::string_view mid) const noexcept;
    bool operator==(const Group&) const = default;
};

}  // namespace wims::sdp
