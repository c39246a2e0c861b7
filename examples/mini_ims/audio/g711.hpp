// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace wims::mini_ims {

/// The two companding laws with the payload types that RFC 3551 gave them.
enum class G711 : std::uint8_t { pcmu = 0, pcma = 8 };

/// One sample, 16-bit linear. [ITU-T G.711]
std::uint8_t encode(G711 law, std::int16_t sample) noexcept;
std::int16_t decode(G711 law, std::uint8_t code) noexcept;

}  // namespace wims::mini_ims
