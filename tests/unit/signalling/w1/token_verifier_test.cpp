// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "common/jose/base64url.hpp"
#include "verification.hpp"

using namespace wims;
using namespace std::chrono_literals;
using nlohmann::json;
using namespace wims::test;

TEST_CASE("8.3 TOK-06 TOK-09 WR-12: a good token says who the user is, in canonical form") {
    Verification f;
    const auto token = f.verify(f.with("impi", "bob_priv@enterprise.com"));
    REQUIRE(token.ok());
    CHECK(token->issuer == issuer);
    CHECK(token->subject == "sip:Bob@enterprise.com");
    CHECK(token->audience == "ims.operator.example");
    CHECK(token->origin == page);
    CHECK(token->impi == "bob_priv@enterprise.com");
    CHECK(token->token_id == "id-1");
    CHECK(token->scopes == std::vector<std::string>{"openid", "ims:register"});
    CHECK(token->expires == WallTime(std::chrono::seconds(f.now() + 600)));
    CHECK(f.verify(f.with("aud", json::array({"x", "ims.operator.example"}))).ok());
    CHECK(f.verify(f.without("nbf")).ok());
    CHECK(f.host.counted("w1.tokens_verified") == 3);
    CHECK(f.host.counted("w1.tokens_refused") == 0);
}

TEST_CASE("E12: each broken claim is refused with the rule that failed") {
    Verification f;
    const auto now = f.now();
    const std::string bad = "invalid_token: ";
    refused(f.verify(f.with("iss", "https://nobody.example")), 401, bad + "iss is not an authorised issuer");
    refused(f.verify(f.without("iss")), 401, bad + "iss is not an authorised issuer");
    for (const auto& aud : {json("other.example"), json(7), json::array(), json::array({7}), json()})
        refused(f.verify(f.with("aud", aud)), 401, bad + "aud does not name this provider's realm");
    refused(f.verify(f.without("aud")), 401, bad + "aud does not name this provider's realm");
    refused(f.verify(f.without("exp")), 401, bad + "exp is missing or malformed");
    for (const auto& exp : {json("soon"), json(-1), json(1e300), json(true)})
        refused(f.verify(f.with("exp", exp)), 401, bad + "exp is missing or malformed");
    refused(f.verify(f.without("iat")), 401, bad + "iat is missing or malformed");
    refused(f.verify(f.with("nbf", "x")), 401, bad + "nbf is malformed");
    refused(f.verify(f.with("exp", now - 10)), 401, bad + "exp is not after iat");
    refused(f.verify(f.with("exp", now + 3601)), 401, bad + "it lives longer than is accepted");
    for (const auto& sub : {json("tel:+1555"), json("Bob"), json(7), json("sip:enterprise.com")})
        refused(f.verify(f.with("sub", sub)), 401, bad + "sub is no SIP identity");
    refused(f.verify(f.without("jti")), 401, bad + "jti is missing");
    refused(f.verify(f.without("origin")), 401, bad + "origin is missing");
    CHECK(f.host.counted("w1.tokens_verified") == 0);
    CHECK(f.host.counted("w1.tokens_refused") == 23);
}

TEST_CASE("E12: life is judged with the configured skew, on remembered tokens too") {
    Verification f;
    const auto token = f.signer.sign(f.claims().dump());
    CHECK(f.verify(token).ok());
    f.executor.advance(659s);
    CHECK(f.verify(token).ok());
    f.executor.advance(1s);
    refused(f.verify(token), 401, "invalid_token: expired");
    refused(f.verify(f.with("nbf", f.now() + 61)), 401, "invalid_token: not valid yet");
    CHECK(f.verify(f.with("nbf", f.now() + 60)).ok());
    json early = f.without("nbf");
    early["iat"] = f.now() + 61;
    refused(f.verify(early), 401, "invalid_token: not valid yet");
    early["nbf"] = f.now();
    refused(f.verify(early), 401, "invalid_token: issued in the future");
}

TEST_CASE("E13: a token without the scope") {
    Verification f;
    const std::string text = "invalid_scope: the token lacks ims:register";
    refused(f.verify(f.with("scope", "openid ims:registered")), 401, text);
    refused(f.verify(f.without("scope")), 401, text);
    refused(f.verify(f.with("scope", json::array({"ims:register"}))), 401, text);
}

TEST_CASE("TOK-06: a token is good only on a flow of the page it was made for") {
    Verification f;
    const auto token = f.signer.sign(f.claims().dump());
    const std::string text = "invalid_token: made for a page of another origin than the flow's";
    CHECK(f.verify(token, page).ok());
    refused(f.verify(token, other_page), 401, text);  // remembered by now
    refused(f.verify(token, ""), 401, text);
    refused(f.verify(token, page + ".evil.example"), 401, text);
    CHECK(f.verify(token, page).ok());  // a second flow of the same page is a second device
}

TEST_CASE("E15 EPC-05: an issuer may not speak for a domain or a page that is not its own") {
    Verification f;
    const std::string domain = "the issuer may not allocate the subject's identity";
    refused(f.verify(f.with("sub", "sip:Bob@rival.example")), 403, domain);
    refused(f.verify(f.with("sub", "sip:Bob@notenterprise.com")), 403, domain);
    refused(f.verify(f.with("sub", "sip:Bob@enterprise.com.evil.net")), 403, domain);
    refused(f.verify(f.with("sub", "sip:w1-000123@webrtc.operator.example")), 403, domain);
    refused(f.verify(f.with("origin", "https://elsewhere.example")), 403,
            "the issuer has no page at the origin it names");
    CHECK(f.host.counted("w1.issuers_refused") == 5);
}

TEST_CASE("E12 8.3: none, HMAC with the public key, another's key, unknown crit and odd headers") {
    Verification f;
    const auto header = [&](const char* alg) { return json{{"alg", alg}, {"typ", "at+jwt"}, {"kid", f.signer.kid()}}; };
    const std::string bad = "invalid_token: ";
    CHECK(f.verify_header(header("ES256")).ok());
    for (const char* alg : {"none", "None", "HS256", "ES384", "es256", "EdDSA", ""})
        refused(f.verify_header(header(alg)), 401, bad + "alg is not ES256, RS256 or PS256");
    for (const char* alg : {"RS256", "PS256"})
        refused(f.verify_header(header(alg)), 401,
                bad + "no key of the issuer has this kid and may be used with this alg");

    auto h = header("ES256");
    h["crit"] = json::array({"x"});
    refused(f.verify_header(h), 401, bad + "the header has a critical extension");
    h = header("ES256");
    h["typ"] = "JWT";
    refused(f.verify_header(h), 401, bad + "typ is not at+jwt");
    h["typ"] = "application/AT+JWT";
    CHECK(f.verify_header(h).ok());
    h["kid"] = "unknown";
    refused(f.verify_header(h), 401, bad + "no key of the issuer has this kid and may be used with this alg");
    h["kid"] = 7;
    refused(f.verify_header(h), 401, bad + "kid is malformed");
    h.erase("kid");
    CHECK(f.verify_header(h).ok());
    h["jwk"] = json::parse(f.rival.jwks())["keys"][0];  // never used
    refused(f.verify(f.rival.sign(h.dump(), f.claims().dump())), 401, bad + "the signature does not verify");

    const auto claims = f.claims().dump();
    const auto part = jose::base64url(R"({"alg":"HS256","typ":"at+jwt"})") + "." + jose::base64url(claims);
    const auto key = f.signer.jwks();
    unsigned char mac[32];
    unsigned length = sizeof mac;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(part.data()),
         part.size(), mac, &length);
    refused(f.verify(Secret(part + "." + jose::base64url({reinterpret_cast<char*>(mac), length}))), 401,
            bad + "alg is not ES256, RS256 or PS256");
}

TEST_CASE("E12: text that is no token, and tokens changed after they were signed") {
    Verification f;
    const std::string bad = "invalid_token: ";
    const std::string good(f.signer.sign(f.claims().dump()).reveal());
    for (const std::string& text : {std::string(30, 'x'), good + ".", good + "=", good + " ", "\n" + good,
                                    good + std::string(8192, 'A'), good.substr(0, good.rfind('.'))})
        refused(f.verify(Secret(text)), 401, bad + "not a compact JWS of at most 8 KiB");
    refused(f.verify(Secret(good.substr(0, good.rfind('.') + 1))), 401, bad + "the signature does not verify");

    const auto first = good.find('.'), second = good.rfind('.');
    const auto forged = good.substr(0, first + 1) + jose::base64url(f.with("sub", "sip:Eve@enterprise.com").dump()) +
                        good.substr(second);
    refused(f.verify(Secret(forged)), 401, bad + "the signature does not verify");
    refused(f.verify(f.rival.sign(f.claims().dump())), 401,
            bad + "no key of the issuer has this kid and may be used with this alg");
    // Another issuer's good signature does not let it speak as this one, nor this one as another.
    refused(f.verify(f.signer.sign(f.with("iss", "https://wwsf.rival.example").dump())), 401,
            bad + "no key of the issuer has this kid and may be used with this alg");
    CHECK(f.verify(Secret(good)).ok());
}

TEST_CASE("TOK-07 EPC-18: a token is checked once, and never said") {
    Verification f;
    const auto token = f.signer.sign(f.claims().dump());
    for (int i = 0; i < 5; ++i) CHECK(f.verify(token).ok());
    CHECK(f.host.counted("w1.tokens_verified") == 1);
    CHECK(f.host.counted("w1.tokens_remembered") == 4);
    refused(f.verify(token, other_page), 401, "invalid_token: made for a page of another origin than the flow's");
    CHECK(f.host.said("made for a page of another origin"));
    CHECK_FALSE(f.host.said(token.reveal()));
    CHECK_FALSE(f.host.said(token.reveal().substr(100, 30)));
}

TEST_CASE("8.3: a configuration that cannot be meant is refused at once") {
    Verification f;
    const auto refused_config = [&](auto&& change) {
        auto config = f.config;
        change(config);
        const auto result = signalling::make_token_verifier(config, f.host, f.host);
        CHECK_FALSE(result.ok());
        if (!result) CHECK(result.error().kind == ErrorKind::usage);
    };
    refused_config([](auto& c) { c.audience.clear(); });
    refused_config([](auto& c) { c.issuers[0].jwks = "{}"; });
    refused_config([](auto& c) { c.issuers[1].issuer = c.issuers[0].issuer; });
    refused_config([](auto& c) { c.issuers[0].issuer.clear(); });
    refused_config([](auto& c) { c.issuers[0].origins = {"http://app.enterprise.com"}; });
    refused_config([](auto& c) { c.issuers[0].origins = {"https://app.enterprise.com/"}; });
    refused_config([](auto& c) { c.issuers[0].origins.clear(); });
    refused_config([](auto& c) { c.issuers[0].domains.clear(); });
}

TEST_CASE("seam: the verifier's answer passes through every fault once") {
    for (const auto fault : test::every_fault) {
        CAPTURE(static_cast<int>(fault));
        Verification f;
        test::FaultInjector faults(f.executor, fault);
        int answers = 0;
        bool good = false;
        auto operation = async<w1::Token>(
            f.executor, f.executor.now() + 2s,
            [&](Deadline d, Completion<w1::Token> done) {
                faults.run<w1::Token>(d, std::move(done), [&](Completion<w1::Token> c) {
                    f.verifier->verify({TrailId(), f.signer.sign(f.claims().dump()), page}, d, std::move(c));
                });
            },
            [&](Result<w1::Token> result) {
                ++answers;
                good = result.ok();
            });
        f.executor.advance(10s);
        CHECK(answers == 1);
        CHECK(good == (fault == test::Fault::none || fault == test::Fault::twice));
    }
}
