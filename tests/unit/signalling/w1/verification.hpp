// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include <wims/signalling/token_verifier.hpp>

#include "common/jose/es256.hpp"
#include "support/faulty.hpp"
#include "support/recording_host.hpp"
#include "support/virtual_executor.hpp"

/// A verifier of two issuers on the virtual clock, and tokens for it.
namespace wims::test {

using namespace std::chrono_literals;
using nlohmann::json;

inline const std::string issuer = "https://wwsf.enterprise.com";
inline const std::string page = "https://app.enterprise.com";
inline const std::string other_page = "https://other.enterprise.com";

struct Verification {
    Verification() {
        config.audience = "ims.operator.example";
        config.issuers = {{issuer, signer.jwks(), {page, other_page}, {"enterprise.com"}},
                          {"https://wwsf.rival.example", rival.jwks(), {page}, {"rival.example"}}};
        config.wall_clock = [this] { return executor.wall_now(); };
        verifier = *signalling::make_token_verifier(config, host, host);
    }

    std::int64_t now() const {
        return std::chrono::duration_cast<std::chrono::seconds>(executor.wall_now().time_since_epoch()).count();
    }
    json claims() const {
        return {{"iss", issuer},
                {"aud", "ims.operator.example"},
                {"sub", "sip:Bob@Enterprise.com"},
                {"exp", now() + 600},
                {"iat", now()},
                {"nbf", now()},
                {"jti", "id-1"},
                {"scope", "openid ims:register"},
                {"origin", page}};
    }
    json with(const char* name, json value) const {
        json object = claims();
        object[name] = std::move(value);
        return object;
    }
    json without(const char* name) const {
        json object = claims();
        object.erase(name);
        return object;
    }
    Result<w1::Token> verify(const Secret& token, const std::string& origin = page) {
        std::optional<Result<w1::Token>> answer;
        auto operation = async<w1::Token>(
            executor, executor.now() + 2s,
            [&](Deadline d, Completion<w1::Token> done) {
                verifier->verify({TrailId::create(), token, origin}, d, std::move(done));
            },
            [&](Result<w1::Token> result) { answer = std::move(result); });
        CHECK_FALSE(answer.has_value());  // never inside the call
        executor.run();
        REQUIRE(answer.has_value());
        if (!answer->ok()) {
            CHECK(answer->error().kind == ErrorKind::auth);
            CHECK(answer->error().text.find(token.reveal().substr(0, 20)) == std::string::npos);
        }
        return std::move(*answer);
    }
    Result<w1::Token> verify(const json& object) { return verify(signer.sign(object.dump())); }
    Result<w1::Token> verify_header(const json& header) { return verify(signer.sign(header.dump(), claims().dump())); }

    VirtualExecutor executor;
    RecordingHost host;
    jose::SigningKey signer = *jose::SigningKey::generate();
    jose::SigningKey rival = *jose::SigningKey::generate();
    signalling::TokenVerifierConfig config;
    std::unique_ptr<w1::TokenVerifier> verifier;
};

inline void refused(const Result<w1::Token>& result, int status, const std::string& text) {
    CHECK_FALSE(result.ok());
    if (result.ok()) return;
    CHECK(result.error().status == status);
    CHECK(result.error().text == text);
}

}  // namespace wims::test
