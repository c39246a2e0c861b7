// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <wims/common/ids.hpp>
#include <wims/common/secret.hpp>

using namespace wims;

TEST_CASE("trail ids are 32 hex digits, distinct, and read back from a Session-ID") {
    const auto a = TrailId::create(), b = TrailId::create();
    CHECK(a.hex().size() == 32);
    CHECK(a != b);
    CHECK(TrailId::from(a.hex()) == a);
    CHECK(TrailId::from("ABCDEF0123456789abcdef0123456789").hex() == "abcdef0123456789abcdef0123456789");
    CHECK(TrailId::from("").null());
    CHECK(TrailId::from("zz cdef0123456789abcdef012345678").null());
    CHECK(TrailId::from(a.hex() + "0").null());
}
