// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "common/jose/base64url.hpp"
#include "common/jose/key_set.hpp"

using namespace wims;
using namespace wims::jose;

namespace {
// RFC 7515 appendix A.2 and A.3.
constexpr const char* rsa_n =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pC"
    "gNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg6"
    "65xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRW"
    "yuXpoQ";
constexpr const char* rs256_signed =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ";
constexpr const char* rs256_signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"
    "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j"
    "zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ"
    "Ge77Rw";
constexpr const char* ec_x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr const char* ec_y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr const char* es256_signed =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ";
constexpr const char* es256_signature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

std::string rsa_key(const std::string& more = {}, const std::string& n = rsa_n) {
    return R"({"kty":"RSA","e":"AQAB","n":")" + n + "\"" + more + "}";
}
std::string ec_key(const std::string& more = {}, const std::string& y = ec_y) {
    return R"({"kty":"EC","crv":"P-256","x":")" + std::string(ec_x) + R"(","y":")" + y + "\"" + more + "}";
}
std::string set_of(const std::string& keys) { return "{\"keys\":[" + keys + "]}"; }
}  // namespace

TEST_CASE("8.3: the vectors of RFC 7515 A.2 and A.3 verify, and nothing near them") {
    const auto set = KeySet::parse(set_of(rsa_key(R"(,"kid":"r")") + "," + ec_key(R"(,"kid":"e")")));
    REQUIRE(set.ok());
    const auto rsa = set->candidates("r", Algorithm::rs256);
    const auto ec = set->candidates("e", Algorithm::es256);
    REQUIRE(rsa.size() == 1);
    REQUIRE(ec.size() == 1);
    auto good_rsa = *base64url_decode(rs256_signature), good_ec = *base64url_decode(es256_signature);
    CHECK(rsa[0]->verify(Algorithm::rs256, rs256_signed, good_rsa));
    CHECK_FALSE(rsa[0]->verify(Algorithm::ps256, rs256_signed, good_rsa));
    CHECK_FALSE(rsa[0]->verify(Algorithm::es256, rs256_signed, good_rsa));
    CHECK_FALSE(rsa[0]->verify(Algorithm::rs256, es256_signed, good_rsa));
    CHECK(ec[0]->verify(Algorithm::es256, es256_signed, good_ec));
    CHECK_FALSE(ec[0]->verify(Algorithm::es256, rs256_signed, good_ec));
    CHECK_FALSE(ec[0]->verify(Algorithm::es256, es256_signed, good_ec + '\0'));
    CHECK_FALSE(ec[0]->verify(Algorithm::es256, es256_signed, std::string(64, '\0')));
    CHECK_FALSE(ec[0]->verify(Algorithm::es256, es256_signed, ""));
    good_ec[10] ^= 1;
    CHECK_FALSE(ec[0]->verify(Algorithm::es256, es256_signed, good_ec));
}

TEST_CASE("8.3: the key decides which algorithms it may check") {
    const auto set = KeySet::parse(set_of(rsa_key(R"(,"kid":"k","alg":"PS256")") + "," + ec_key(R"(,"kid":"k")")));
    REQUIRE(set.ok());
    CHECK(set->candidates("k", Algorithm::rs256).empty());
    CHECK(set->candidates("k", Algorithm::ps256).size() == 1);
    CHECK(set->candidates("k", Algorithm::es256).size() == 1);
    CHECK(set->candidates("", Algorithm::es256).size() == 1);
    CHECK(set->candidates("other", Algorithm::es256).empty());
    const auto two = KeySet::parse(set_of(ec_key(R"(,"kid":"1")") + "," + ec_key(R"(,"kid":"2")")));
    CHECK(two->candidates("", Algorithm::es256).empty());
}

TEST_CASE("8.3: key sets that are malformed, weak or useless are refused when loaded") {
    const std::string weak_n = base64url("\x81" + std::string(126, '\x33') + "\x01");
    const std::string off_curve = base64url(std::string(32, '\x11'));
    for (const std::string& jwks :
         {std::string(), std::string("{}"), std::string("[]"), set_of(""), set_of("7"), std::string(R"({"keys":{}})"),
          set_of(R"({"kty":"oct","k":"AAAA"})"), set_of(rsa_key("", weak_n)), set_of(ec_key("", off_curve)),
          set_of(ec_key("", "AQ")), set_of(ec_key(R"(,"d":"AQ")")), set_of(rsa_key(R"(,"use":"enc")")),
          set_of(rsa_key(R"(,"alg":"HS256")")), set_of(rsa_key("", "!!"))}) {
        CAPTURE(jwks);
        const auto set = KeySet::parse(jwks);
        CHECK_FALSE(set.ok());
        if (!set) CHECK(set.error().kind == ErrorKind::usage);
    }
    CHECK(KeySet::parse(set_of(R"({"kty":"oct","k":"AAAA"},)" + ec_key())).ok());
}
