// SPDX-License-Identifier: Apache-2.0
#include "wwsf/password.hpp"

#include <doctest/doctest.h>

using namespace wims::wwsf;

TEST_CASE("WWS-02: scrypt of RFC 7914's test vector") {
    PasswordHash hash{16384, 8, 1, "SodiumChloride", ""};
    const unsigned char expected[] = {0x70, 0x23, 0xbd, 0xcb, 0x3a, 0xfd, 0x73, 0x48, 0x46, 0x1c, 0x06, 0xcd, 0x81,
                                      0xfd, 0x38, 0xeb, 0xfd, 0xa8, 0xfb, 0xba, 0x90, 0x4f, 0x8e, 0x3e, 0xa9, 0xb5,
                                      0x43, 0xf6, 0x54, 0x5d, 0xa1, 0xf2, 0xd5, 0x43, 0x29, 0x55, 0x61, 0x3f, 0x0f,
                                      0xcf, 0x62, 0xd4, 0x97, 0x05, 0x24, 0x2a, 0x9a, 0xf9, 0xe6, 0x1e, 0x85, 0xdc,
                                      0x0d, 0x65, 0x1e, 0x40, 0xdf, 0xcf, 0x01, 0x7b, 0x45, 0x57, 0x58, 0x87};
    hash.key.assign(reinterpret_cast<const char*>(expected), sizeof expected);
    CHECK(matches(hash, "pleaseletmein"));
    CHECK_FALSE(matches(hash, "pleaseletmeIn"));
    hash.key.back() ^= 1;
    CHECK_FALSE(matches(hash, "pleaseletmein"));
}

TEST_CASE("WWS-02: one password hashed twice gives two hashes, both of use") {
    const auto first = hash_password("secret"), second = hash_password("secret");
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->key != second->key);
    CHECK(matches(*first, "secret"));
    CHECK(matches(*second, "secret"));
    CHECK_FALSE(matches(*first, "secret "));
    CHECK_FALSE(matches(*first, ""));
    CHECK(check(*first));
}

TEST_CASE("WWS-02: costs that protect nothing or eat the host are refused") {
    const PasswordHash good{32768, 8, 3, std::string(16, 's'), std::string(32, 'k')};
    CHECK(check(good));
    const auto with = [&](auto change) {
        PasswordHash bad = good;
        change(bad);
        return check(bad).ok();
    };
    CHECK_FALSE(with([](PasswordHash& h) { h.n = 8192; }));
    CHECK_FALSE(with([](PasswordHash& h) { h.n = 32767; }));
    CHECK_FALSE(with([](PasswordHash& h) { h.n = std::uint64_t{1} << 40; }));
    CHECK_FALSE(with([](PasswordHash& h) { h.r = 0; }));
    CHECK_FALSE(with([](PasswordHash& h) { h.p = 1000; }));
    CHECK_FALSE(with([](PasswordHash& h) { h.salt = "short"; }));
    CHECK_FALSE(with([](PasswordHash& h) { h.key.resize(8); }));
}
