// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace wims::registry {

/// CRC-32C (Castagnoli) of `octets`, going on from the value of those before; 0 at the start. [RFC 3720 B.4]
std::uint32_t crc32c(std::string_view octets, std::uint32_t before = 0) noexcept;

}  // namespace wims::registry
