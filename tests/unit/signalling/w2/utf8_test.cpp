// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/utf8.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace wims;

TEST_CASE("W2-02 UTF-8: what is well formed and what is not") {
    for (const std::string good :
         {"", "SIP/2.0", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
          "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "a\xc3\xa4z"}) {
        CAPTURE(good);
        CHECK(w2::is_utf8(good));
    }
    CHECK(w2::is_utf8(std::string(1, '\0')));
    for (const std::string bad : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf",
                                  "\xe1\x80", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80",
                                  "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe", "a\xc3", "\xc3\xa4\xa4"}) {
        CAPTURE(bad);
        CHECK_FALSE(w2::is_utf8(bad));
    }
}
