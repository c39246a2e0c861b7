// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/sdp/connection.hpp"

namespace wims::sdp {

/// a=rtcp [RFC 3605 2.1]
struct Rtcp {
    std::uint16_t port = 0;
    std::optional<Connection> address;  ///< absent: that of RTP

    static std::optional<Rtcp> parse(std::string_view value);
    std::string to_string() const;
    bool operator==(const Rtcp&) const = default;
};

}  // namespace wims::sdp
