// SPDX-License-Identifier: Apache-2.0
#include "registry/journal/crc32c.hpp"

#include <array>
#include <cstddef>

namespace wims::registry {
namespace {

constexpr std::uint32_t reflected = 0x82F63B78;
constexpr std::size_t stride = 8;
using Tables = std::array<std::array<std::uint32_t, 256>, stride>;

/// Of the octet alone, and with 1 … 7 zero octets behind it: eight octets are looked up at once.
constexpr Tables make_tables() {
    Tables tables{};
    for (std::uint32_t octet = 0; octet < 256; ++octet) {
        std::uint32_t crc = octet;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? reflected : 0);
        tables[0][octet] = crc;
    }
    for (std::size_t behind = 1; behind < stride; ++behind)
        for (std::uint32_t octet = 0; octet < 256; ++octet) {
            const auto before = tables[behind - 1][octet];
            tables[behind][octet] = before >> 8 ^ tables[0][before & 0xFF];
        }
    return tables;
}
constexpr Tables tables = make_tables();

std::uint32_t at(std::string_view octets, std::size_t i) { return static_cast<unsigned char>(octets[i]); }

}  // namespace

std::uint32_t crc32c(std::string_view octets, std::uint32_t before) noexcept {
    std::uint32_t crc = ~before;
    for (; octets.size() >= stride; octets.remove_prefix(stride)) {
        const std::uint32_t low =
            crc ^ (at(octets, 0) | at(octets, 1) << 8 | at(octets, 2) << 16 | at(octets, 3) << 24);
        crc = tables[7][low & 0xFF] ^ tables[6][low >> 8 & 0xFF] ^ tables[5][low >> 16 & 0xFF] ^ tables[4][low >> 24] ^
              tables[3][at(octets, 4)] ^ tables[2][at(octets, 5)] ^ tables[1][at(octets, 6)] ^ tables[0][at(octets, 7)];
    }
    for (std::size_t i = 0; i < octets.size(); ++i) crc = crc >> 8 ^ tables[0][(crc ^ at(octets, i)) & 0xFF];
    return ~crc;
}

}  // namespace wims::registry
