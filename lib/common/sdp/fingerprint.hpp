// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wims::sdp {

/// a=fingerprint [RFC 8122 5]
struct Fingerprint {
    std::string hash;   ///< lower case
    std::string value;  ///< "AB:CD:…", upper case

    /// The length must fit the hash where that is known.
    static std::optional<Fingerprint> parse(std::string_view value);
    std::string to_string() const { return hash + " " + value; }
    bool operator==(const Fingerprint&) const = default;
};

}  // namespace wims::sdp
