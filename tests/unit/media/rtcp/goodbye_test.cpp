// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "media/rtcp/goodbye.hpp"
#include "media/rtcp/source_description.hpp"

using namespace wims::media::rtcp;

namespace {

Element first(std::span<const std::uint8_t> octets) {
    auto compound = Compound::parse(octets);
    REQUIRE(compound);
    return *compound->next();
}

}  // namespace

TEST_CASE("AGW-16: a BYE names each source that ends, and counts no more than it holds") {
    std::array<std::uint8_t, 8> out{};
    REQUIRE(Goodbye::write(out, 77) == 8);
    CHECK(Goodbye::of(first(out), 77));
    CHECK_FALSE(Goodbye::of(first(out), 78));
    CHECK(Goodbye::write(std::span(out).first(7), 77) == 0);
    const std::array<std::uint8_t, 16> two{0x82, 203, 0, 3, 0, 0, 0, 5, 0, 0, 0, 6, 2, 'o', 'k', 0};
    CHECK(Goodbye::of(first(two), 6));
    const std::array<std::uint8_t, 8> cut{0x82, 203, 0, 1, 0, 0, 0, 5};
    CHECK_FALSE(Goodbye::of(first(cut), 5));
}

TEST_CASE("AGW-16: the CNAME of a source is found among chunks and items, and not beyond the packet") {
    std::vector<std::uint8_t> octets{0x82, 202, 0, 0, 0, 0, 0, 5, 6,   1,   'x', 1, 2, 'a',
                                     'b',  0,   0, 0, 0, 9, 1, 3, 'c', 'd', 'e', 0, 0, 0};
    octets[3] = static_cast<std::uint8_t>(octets.size() / 4 - 1);
    CHECK(find_cname(first(octets), 5) == "ab");
    CHECK(find_cname(first(octets), 9) == "cde");
    CHECK_FALSE(find_cname(first(octets), 7));
    octets[21] = 200;  // an item longer than the packet
    CHECK_FALSE(find_cname(first(octets), 9));
    std::array<std::uint8_t, 64> out{};
    const auto size = write_cname(out, 3, "name@of.ours");
    CHECK(find_cname(first(std::span(out).first(size)), 3) == "name@of.ours");
}
