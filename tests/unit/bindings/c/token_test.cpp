// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include <wims/signalling.h>

#include "common/jose/es256.hpp"

namespace {

std::string text(wims_str s) { return {s.data, s.size}; }

struct Fixture {
    Fixture() {
        issuer.issuer = WIMS_STR("https://wwsf.enterprise.com");
        issuer.jwks = {signer.jwks().data(), signer.jwks().size()};
        issuer.origins = &origin;
        issuer.origin_count = 1;
        issuer.domains = &domain;
        issuer.domain_count = 1;
        config.audience = WIMS_STR("ims.operator.example");
        config.issuers = &issuer;
        config.issuer_count = 1;
        config.now_s = [](void*) -> std::int64_t { return 1'800'000'000; };
        REQUIRE(wims_token_verifier_create(&verifier, &config) == WIMS_OK);
    }
    ~Fixture() { wims_token_verifier_destroy(verifier); }

    std::string token(const std::string& subject = "sip:Bob@enterprise.com", int life = 600) const {
        return std::string(
            signer
                .sign(R"({"iss":"https://wwsf.enterprise.com","aud":"ims.operator.example","sub":")" + subject +
                      R"(","iat":1800000000,"exp":)" + std::to_string(1'800'000'000 + life) +
                      R"(,"jti":"id-1","scope":"openid ims:register","origin":"https://app.enterprise.com"})")
                .reveal());
    }
    wims_status verify(const std::string& token, wims_token_fn done = nullptr, void* user = nullptr) {
        return wims_token_verify(verifier, {token.data(), token.size()}, origin, done, user);
    }

    const wims::jose::SigningKey signer = *wims::jose::SigningKey::generate();
    const wims_str origin = WIMS_STR("https://app.enterprise.com");
    const wims_str domain = WIMS_STR("enterprise.com");
    wims_token_issuer issuer = WIMS_TOKEN_ISSUER_INIT;
    wims_token_verifier_config config = WIMS_TOKEN_VERIFIER_CONFIG_INIT;
    wims_token_verifier* verifier = nullptr;
};

}  // namespace

TEST_CASE("8.3: a good token says who the user is") {
    Fixture f;
    std::string said;
    const auto keep = [](void* user, const wims_token* t) {
        *static_cast<std::string*>(user) = text(t->subject) + " " + text(t->issuer) + " " +
                                           std::to_string(t->scope_count) + " " + text(t->scopes[1]) + " " +
                                           std::to_string(t->expires_s);
    };
    REQUIRE(f.verify(f.token(), keep, &said) == WIMS_OK);
    CHECK(said == "sip:Bob@enterprise.com https://wwsf.enterprise.com 2 ims:register 1800000600");
    CHECK(f.verify(f.token()) == WIMS_OK);
}

TEST_CASE("E12 EPC-05: a bad token is 401, another's identity 403, and the text holds no token") {
    Fixture f;
    auto forged = f.token();
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    CHECK(f.verify(forged) == WIMS_STATUS(WIMS_TYPE_AUTH, 401));
    CHECK(std::string(wims_last_error()).starts_with("invalid_token"));
    CHECK(std::string(wims_last_error()).find(forged.substr(0, 20)) == std::string::npos);
    CHECK(f.verify(f.token("sip:Bob@enterprise.com", -10)) == WIMS_STATUS(WIMS_TYPE_AUTH, 401));
    CHECK(f.verify(f.token("sip:Eve@rival.example")) == WIMS_STATUS(WIMS_TYPE_AUTH, 403));
    for (const std::string garbage : {"", ".", "a.b.c", "\xFF\xFE"}) CHECK(f.verify(garbage) != WIMS_OK);
    CHECK(f.verify(std::string(1 << 20, 'x')) != WIMS_OK);
}

TEST_CASE("a verifier without an audience or with a key set that is none is not made") {
    Fixture f;
    wims_token_verifier* verifier = nullptr;
    f.config.audience = {nullptr, 0};
    CHECK(WIMS_STATUS_TYPE(wims_token_verifier_create(&verifier, &f.config)) == WIMS_TYPE_USAGE);
    f.config.audience = WIMS_STR("x");
    f.issuer.jwks = WIMS_STR("{}");
    CHECK(WIMS_STATUS_TYPE(wims_token_verifier_create(&verifier, &f.config)) == WIMS_TYPE_USAGE);
    CHECK(verifier == nullptr);
}
