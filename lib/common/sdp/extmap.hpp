// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wims::sdp {

/// a=extmap [RFC 8285 5]
struct Extmap {
    std::uint16_t id = 0;
    std::string direction;  ///< empty when not given
    std::string uri;
    std::string attributes;

    static std::optional<Extmap> parse(std::string_view value);
    std::string to_string() const;
    bool operator==(const Extmap&) const = default;
};

}  // namespace wims::sdp
