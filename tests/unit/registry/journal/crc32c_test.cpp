// SPDX-License-Identifier: Apache-2.0
#include "registry/journal/crc32c.hpp"

#include <doctest/doctest.h>

#include <string>

using wims::registry::crc32c;

TEST_CASE("CRC-32C gives the values of RFC 3720 B.4, in one piece or in many") {
    CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AA);
    CHECK(crc32c(std::string(32, '\xFF')) == 0x62A8AB43);
    std::string rising;
    for (int i = 0; i < 32; ++i) rising += static_cast<char>(i);
    CHECK(crc32c(rising) == 0x46DD794E);
    CHECK(crc32c("123456789") == 0xE3069283);
    for (std::size_t i = 0; i <= rising.size(); ++i)
        CHECK(crc32c(rising.substr(i), crc32c(rising.substr(0, i))) == 0x46DD794E);
}
