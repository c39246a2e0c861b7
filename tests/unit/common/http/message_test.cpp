// SPDX-License-Identifier: Apache-2.0
#include "common/http/message.hpp"

#include <doctest/doctest.h>

using namespace wims;
using namespace std::chrono_literals;

TEST_CASE("HTTP response: status line, date, length, connection") {
    const auto wire = http::serialise({404, {{"X-A", "b"}}, "gone"}, true, true, WallTime(784111777s));
    CHECK(wire ==
          "HTTP/1.1 404 Not Found\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nX-A: b\r\nContent-Length: 4\r\n"
          "Connection: keep-alive\r\n\r\ngone");
    CHECK(http::serialise({200, {}, "abc"}, false, false, {})
              .ends_with("Content-Length: 3\r\nConnection: close\r\n\r\n"));
    CHECK(http::serialise({204, {}, ""}, true, true, {}).find("Content-Length") == std::string::npos);
}

TEST_CASE("HTTP response: a field value cannot split it") {
    const auto wire = http::serialise({302, {{"Location", "/a\r\nSet-Cookie: x=1"}, {"A", "b"}}, ""}, true, true, {});
    CHECK(wire.find("Set-Cookie") == std::string::npos);
    CHECK(wire.find("A: b\r\n") != std::string::npos);
}

TEST_CASE("HTTP lists and escapes") {
    CHECK(http::list_contains("keep-alive, Upgrade", "upgrade"));
    CHECK(http::list_contains(" a ,\tb", "B"));
    CHECK_FALSE(http::list_contains("upgraded", "upgrade"));
    CHECK_FALSE(http::list_contains("", "upgrade"));
    CHECK(http::html_escaped("<a href=\"x\">'&") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
}
