// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wims::sdp {

/// a=fmtp [RFC 8866 6.15]
struct Fmtp {
    std::string format;
    std::string parameters;  ///< as written, may be empty

    static std::optional<Fmtp> parse(std::string_view value);
    std::string to_string() const { return format + " " + parameters; }
    bool operator==(const Fmtp&) const = default;
};

}  // namespace wims::sdp
