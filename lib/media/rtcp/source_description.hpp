// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace wims::media::rtcp {

/// Writes an SDES packet with one chunk and nothing but its CNAME. Octets written, 0 when there is no room.
/// [RFC 3550 6.5.1; RFC 7022: the name is random and short-lived]
std::size_t write_cname(std::span<std::uint8_t> out, std::uint32_t ssrc, std::string_view cname);

}  // namespace wims::media::rtcp
