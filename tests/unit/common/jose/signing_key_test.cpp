// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "common/jose/compact_jws.hpp"
#include "common/jose/es256.hpp"
#include "common/jose/json_object.hpp"
#include "common/jose/key_set.hpp"

using namespace wims;
using namespace wims::jose;

namespace {
bool verifies(const SigningKey& signer, const Secret& token) {
    const auto set = KeySet::parse(signer.jwks());
    const auto jws = CompactJws::parse(token.reveal());
    if (!set || !jws) return false;
    const auto keys = set->candidates(string_member(jws->header, "kid"), Algorithm::es256);
    return keys.size() == 1 && keys[0]->verify(Algorithm::es256, jws->signed_octets, jws->signature);
}
}  // namespace

TEST_CASE("8.3: what a WWSF signs verifies against the key set it publishes, and against no other") {
    const auto signer = SigningKey::generate(), other = SigningKey::generate();
    REQUIRE(signer.ok());
    CHECK(signer->kid() != other->kid());
    for (int i = 0; i < 50; ++i) {  // r and s of every length
        const auto token = signer->sign("{\"n\":" + std::to_string(i) + "}");
        CHECK(verifies(*signer, token));
        CHECK_FALSE(verifies(*other, token));
    }
    const auto jws = CompactJws::parse(signer->sign(R"({"sub":"x"})").reveal());
    CHECK(string_member(jws->header, "typ") == "at+jwt");
    CHECK(string_member(jws->header, "alg") == "ES256");
    CHECK(string_member(jws->payload, "sub") == "x");
    CHECK(signer->jwks().find("\"d\"") == std::string::npos);
}

TEST_CASE("8.3: a key pair survives PEM, and only an unencrypted P-256 key is taken") {
    const auto signer = SigningKey::generate();
    const auto again = SigningKey::from_pem(signer->to_pem().reveal());
    REQUIRE(again.ok());
    CHECK(again->kid() == signer->kid());
    CHECK(again->jwks() == signer->jwks());
    CHECK(verifies(*signer, again->sign("{}")));
    CHECK_FALSE(SigningKey::from_pem("").ok());
    CHECK_FALSE(SigningKey::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").ok());
}
