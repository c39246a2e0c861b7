// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wims::sdp {

/// o= [RFC 8866 5.2]. Id and version are decimal numbers of any length.
struct Origin {
    std::string username = "-";
    std::string session_id;
    std::string version;
    std::string address_type = "IP4";  ///< "IP4", "IP6"
    std::string address;

    static std::optional<Origin> parse(std::string_view value);
    std::string to_string() const;
    bool operator==(const Origin&) const = default;
};

}  // namespace wims::sdp
