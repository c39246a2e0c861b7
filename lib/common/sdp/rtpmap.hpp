// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wims::sdp {

/// a=rtpmap [RFC 8866 6.6]
struct Rtpmap {
    std::uint8_t payload_type = 0;
    std::string encoding;
    std::uint32_t clock_rate = 0;
    std::uint8_t channels = 1;

    static std::optional<Rtpmap> parse(std::string_view value);
    std::string to_string() const;  ///< one channel is left out
    bool operator==(const Rtpmap&) const = default;
};

}  // namespace wims::sdp
