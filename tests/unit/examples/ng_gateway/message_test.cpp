// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "ng_gateway/ng/message.hpp"

using namespace wims::ng;

TEST_CASE("ng: a datagram is a cookie, a space and a dictionary") {
    const auto message = Message::parse("5323_1 d7:command4:pinge");
    REQUIRE(message);
    CHECK(message->cookie == "5323_1");
    CHECK(message->body.text("command") == "ping");
    CHECK(message->to_string() == "5323_1 d7:command4:pinge");
}

TEST_CASE("ng: no cookie, no dictionary") {
    CHECK_FALSE(Message::parse(""));
    CHECK_FALSE(Message::parse("d7:command4:pinge"));
    CHECK_FALSE(Message::parse(" d7:command4:pinge"));
    CHECK_FALSE(Message::parse("c l4:pinge"));
    CHECK_FALSE(Message::parse("a\nb d7:command4:pinge"));
    CHECK_FALSE(Message::parse(std::string(256, 'c') + " de"));
    CHECK(Message::parse(std::string(255, 'c') + " de"));
}

TEST_CASE("ng: the fuzzer's corpus is read as it was written, or refused") {
    std::size_t good = 0, bad = 0;
    for (const auto& entry : std::filesystem::directory_iterator(WIMS_FUZZ_CORPUS "/ng_message")) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string datagram{std::istreambuf_iterator<char>(file), {}};
        const auto message = Message::parse(datagram);
        message ? ++good : ++bad;
        CAPTURE(entry.path().filename().string());
        if (message) CHECK(message->to_string() == datagram);
    }
    CHECK(good >= 5);
    CHECK(bad >= 5);
}
