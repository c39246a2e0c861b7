// SPDX-License-Identifier: Apache-2.0
#include "wwsf/token_issuer.hpp"

#include <doctest/doctest.h>

#include "common/jose/compact_jws.hpp"
#include "common/jose/key_set.hpp"
#include "temporary_folder.hpp"

using namespace wims;
using namespace wims::wwsf;

TEST_CASE("WWS-03: the token says what requirements 8.3 list, signed by the published key") {
    const auto key = jose::SigningKey::generate();
    REQUIRE(key);
    const TokenIssuer issuer(
        {"https://wwsf.example", "ims.operator.example", "wic", "ims:register", std::chrono::seconds(600)}, *key);
    const WallTime now{std::chrono::seconds(1'800'000'000)};
    const Secret token = issuer.issue("sip:Bob@enterprise.com", "https://wwsf.example:8443", now);
    const auto jws = jose::CompactJws::parse(token.reveal());
    REQUIRE(jws);
    CHECK(jws->header == nlohmann::json{{"alg", "ES256"}, {"typ", "at+jwt"}, {"kid", key->kid()}});
    auto claims = jws->payload;
    CHECK(claims["jti"].get<std::string>().size() >= 16);
    claims.erase("jti");
    CHECK(claims == nlohmann::json{{"iss", "https://wwsf.example"},
                                   {"aud", "ims.operator.example"},
                                   {"sub", "sip:Bob@enterprise.com"},
                                   {"client_id", "wic"},
                                   {"iat", 1'800'000'000},
                                   {"nbf", 1'800'000'000},
                                   {"exp", 1'800'000'600},
                                   {"scope", "ims:register"},
                                   {"origin", "https://wwsf.example:8443"}});
    const auto keys = jose::KeySet::parse(issuer.jwks());
    REQUIRE(keys);
    const auto candidates = keys->candidates(key->kid(), jose::Algorithm::es256);
    REQUIRE(candidates.size() == 1);
    CHECK(candidates[0]->verify(jose::Algorithm::es256, jws->signed_octets, jws->signature));
    CHECK(issuer.issue("sip:Bob@enterprise.com", "o", now).reveal() !=
          issuer.issue("sip:Bob@enterprise.com", "o", now).reveal());
}

TEST_CASE("WWS-03: the signing key is made once, for its owner only, and found again") {
    const test::TemporaryFolder folder;
    const std::string path = folder.file("key.pem");
    const auto made = signing_key_from(path), found = signing_key_from(path);
    REQUIRE(made);
    REQUIRE(found);
    CHECK(made->kid() == found->kid());
    CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::mask) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    const auto broken = signing_key_from(folder.write("broken.pem", "no key"));
    REQUIRE_FALSE(broken);
    CHECK(broken.error().kind == ErrorKind::usage);
    CHECK(broken.error().text.find("broken.pem") != std::string::npos);
}
