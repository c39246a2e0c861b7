// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <vector>

#include "registry/model/number_permutation.hpp"

using wims::registry::NumberPermutation;

TEST_CASE("R3-15: every number of a block comes up exactly once, whatever the size") {
    for (const std::uint64_t size : {1, 2, 3, 5, 10, 64, 65, 1000}) {
        CAPTURE(size);
        const auto permutation = NumberPermutation::with_random_key(size);
        std::vector<bool> seen(size);
        for (std::uint64_t i = 0; i < size; ++i) {
            const auto number = permutation(i);
            REQUIRE(number < size);
            CHECK_FALSE(seen[number]);
            seen[number] = true;
        }
    }
}

TEST_CASE("R3-09: the order depends on the key and is the same for the same key") {
    NumberPermutation::Key one{}, two{};
    two[0] = 1;
    const NumberPermutation a(1000000, one), again(1000000, one), b(1000000, two);
    int same = 0, neighbours = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
        CHECK(a(i) == again(i));
        same += a(i) == b(i);
        neighbours += a(i) + 1 == a(i + 1);
    }
    CHECK(same < 5);
    CHECK(neighbours < 5);
    CHECK(NumberPermutation(1000000000000, one)(999999999999) < 1000000000000);
}
