// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace wims::mini_ims {

using Octets = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;

inline std::uint16_t read16(View v, std::size_t at) { return static_cast<std::uint16_t>(v[at] << 8 | v[at + 1]); }
inline std::uint32_t read32(View v, std::size_t at) {
    return static_cast<std::uint32_t>(read16(v, at)) << 16 | read16(v, at + 2);
}
inline void put16(Octets& out, std::uint32_t value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value));
}
inline void put32(Octets& out, std::uint32_t value) {
    put16(out, value >> 16);
    put16(out, value);
}

}  // namespace wims::mini_ims
