// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "media/rtcp/compound.hpp"

namespace wims::media::rtcp {

/// Writes an SDES packet with one chunk and nothing but its CNAME. Octets written, 0 when there is no room.
/// [RFC 3550 6.5.1; RFC 7022: the name is random and short-lived]
std::size_t write_cname(std::span<std::uint8_t> out, std::uint32_t ssrc, std::string_view cname);

/// The CNAME that an SDES packet gives this source, in the octets of the element. Nothing when it gives none.
std::optional<std::string_view> find_cname(const Element& element, std::uint32_t ssrc);

}  // namespace wims::media::rtcp
