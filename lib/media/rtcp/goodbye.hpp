// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "media/rtcp/compound.hpp"

namespace wims::media::rtcp {

/// BYE: sources that send no more. [RFC 3550 6.6]
struct Goodbye {
    static bool of(const Element& element, std::uint32_t ssrc) noexcept;
    /// Without a reason. Octets written, 0 when there is no room.
    static std::size_t write(std::span<std::uint8_t> out, std::uint32_t ssrc) noexcept;
};

}  // namespace wims::media::rtcp
