// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <wims/common/result.hpp>

#include "transcode/amr/variant.hpp"

namespace wims::transcode::amr {

/// What fmtp says about the payloads its writer takes. [RFC 4867 8.1, 8.2]
struct Parameters {
    bool octet_aligned = false;
    std::uint16_t modes = 0;          ///< one bit a mode that may be sent
    std::uint8_t change_period = 1;   ///< frames between two changes: 1 or 2
    bool change_to_neighbor = false;  ///< one step in the mode set at a time

    /// usage: crc, interleaving, robust sorting or more channels, which we never offer, or values that are none.
    static Result<Parameters> parse(Variant variant, std::string_view fmtp);
};

}  // namespace wims::transcode::amr
