// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/digest.hpp"

#include <doctest/doctest.h>

using namespace wims::mini_ims;

namespace {
constexpr std::size_t nonce_digits = 32;

std::string nonce_of(const std::string& challenge) {
    const auto at = challenge.find("nonce=\"");
    return at == std::string::npos ? "" : challenge.substr(at + 7, nonce_digits);
}
}  // namespace

TEST_CASE("R1-02: a challenge names realm, MD5 and qop, and each has a nonce of its own") {
    Digest digest;
    const auto one = digest.challenge("ims.test"), other = digest.challenge("ims.test");
    CHECK(one.find("realm=\"ims.test\"") != std::string::npos);
    CHECK(one.find("algorithm=MD5") != std::string::npos);
    CHECK(one.find("qop=\"auth\"") != std::string::npos);
    CHECK(nonce_of(one) != nonce_of(other));
}

TEST_CASE("R1-02: a nonce that was never given, or was used, is stale; a wrong response is wrong") {
    Digest digest;
    DigestCredentials given{"bob@ims.test",
                            "ims.test",
                            nonce_of(digest.challenge("ims.test")),
                            "sip:ims.test",
                            "00000000000000000000000000000000",
                            "auth",
                            "0a4f113b",
                            "00000001"};
    CHECK(digest.check(given, "secret") == Digest::Outcome::wrong);
    CHECK(digest.check(given, "secret") == Digest::Outcome::stale);
    given.nonce.assign(nonce_digits, '0');
    CHECK(digest.check(given, "secret") == Digest::Outcome::stale);
}

TEST_CASE("R1-02: strangers who only ask do not make it keep more than a hundred nonces") {
    Digest digest;
    DigestCredentials given{.nonce = nonce_of(digest.challenge("ims.test")), .qop = "auth"};
    for (int i = 0; i < 100; ++i) digest.challenge("ims.test");
    CHECK(digest.check(given, "secret") == Digest::Outcome::stale);
}
