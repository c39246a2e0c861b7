// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include <wims/media/ip_endpoint.hpp>

/// What reader and writer of STUN messages share.
namespace wims::media::ice {

inline constexpr std::uint32_t magic_cookie = 0x2112A442;
inline constexpr std::size_t stun_header_octets = 20;
inline constexpr std::size_t integrity_octets = 20;

/// HMAC-SHA1 over the octets before MESSAGE-INTEGRITY, with the header's length as if the message ended after it.
std::array<std::uint8_t, integrity_octets> stun_integrity(std::span<const std::uint8_t> before,
                                                          std::string_view password);

/// CRC-32 over the octets before FINGERPRINT, XOR 0x5354554E. The header's length must already count FINGERPRINT.
std::uint32_t stun_fingerprint(std::span<const std::uint8_t> before);

/// XOR with cookie and transaction id: its own inverse.
void xor_address(IpEndpoint& endpoint, std::span<const std::uint8_t, 12> transaction) noexcept;

}  // namespace wims::media::ice
