// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace wims::jose {

/// The three parts of a compact JWS whose header and payload are JSON objects. Nothing is verified. [RFC 7515 7.1]
struct CompactJws {
    static constexpr std::size_t longest = 8192;

    nlohmann::json header;
    nlohmann::json payload;
    std::string_view signed_octets;  ///< of the text given to parse
    std::string signature;

    /// Nothing for text over 8 KiB, other than three parts, base64url that is not strict, or JSON that is no object.
    static std::optional<CompactJws> parse(std::string_view text);
};

}  // namespace wims::jose
