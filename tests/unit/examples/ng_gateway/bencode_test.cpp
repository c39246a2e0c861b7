// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <limits>

#include "ng_gateway/bencode/reader.hpp"
#include "ng_gateway/bencode/writer.hpp"

using namespace wims::ng::bencode;

TEST_CASE("bencode: what is written is read as it was, keys in their order") {
    const Value value(Dictionary{
        {"result", "ok"}, {"calls", List{Value("x"), Value(std::int64_t{-7})}}, {"a", Dictionary{{"empty", ""}}}});
    const auto octets = write(value);
    CHECK(octets == "d6:result2:ok5:callsl1:xi-7ee1:ad5:empty0:ee");
    const auto again = read(octets);
    REQUIRE(again);
    CHECK(*again == value);
}

TEST_CASE("bencode: texts hold any octet") {
    const std::string text("\0e:\xff\r\n", 6);
    const auto again = read(write(Value(text)));
    REQUIRE(again);
    CHECK(*again->as<std::string>() == text);
}

TEST_CASE("bencode: the ends of 64 bits") {
    CHECK(*read("i-9223372036854775808e")->as<std::int64_t>() == std::numeric_limits<std::int64_t>::min());
    CHECK(*read("i9223372036854775807e")->as<std::int64_t>() == std::numeric_limits<std::int64_t>::max());
    CHECK_FALSE(read("i9223372036854775808e"));
}

TEST_CASE("bencode: malformed input is refused, and the text says where") {
    for (const char* bad : {"",
                            "x",
                            "i",
                            "ie",
                            "i-e",
                            "i-0e",
                            "i01e",
                            "i1",
                            "i1.5e",
                            "1",
                            "2:a",
                            "01:a",
                            "-1:a",
                            "l",
                            "d",
                            "d1:a",
                            "d1:ai1e",
                            "di1ei2ee",
                            "d1:ai1e1:ai2ee",
                            "i1ei2e",
                            "4:spam ",
                            "1:",
                            "99999999999999999999:x",
                            "i123456789012345678901234e"}) {
        CAPTURE(bad);
        const auto value = read(bad);
        REQUIRE_FALSE(value);
        CHECK(value.error().text.find("octet") != std::string::npos);
    }
}

TEST_CASE("bencode: depth, number of values and length are bounded") {
    const Limits limits{40, 3, 6};
    CHECK(read("llleee", limits));
    CHECK(read("lllleeee", limits).error().kind == wims::ErrorKind::limit);
    CHECK(read("li1ei1ei1ei1ei1ee", limits));
    CHECK(read("li1ei1ei1ei1ei1ei1ee", limits).error().kind == wims::ErrorKind::limit);
    CHECK(read("41:" + std::string(41, 'a'), limits).error().kind == wims::ErrorKind::limit);
}
