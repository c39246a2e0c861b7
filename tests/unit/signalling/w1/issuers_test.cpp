// SPDX-License-Identifier: Apache-2.0
#include "verification.hpp"

using namespace wims;
using namespace wims::test;

namespace {

const std::string third_party = "https://wwsf.thirdparty.example";
const std::string third_party_page = "https://app.thirdparty.example";

/// The operator's WWSF, which asserts users of a domain, and a third party's, which allocates from a block of its own.
struct TwoIssuers : Verification {
    TwoIssuers() {
        config.issuers = {{.issuer = issuer, .jwks = signer.jwks(), .origins = {page}, .domains = {"enterprise.com"}},
                          {.issuer = third_party,
                           .jwks = rival.jwks(),
                           .origins = {third_party_page},
                           .domains = {},
                           .blocks = {"sip:w2-!.*!@webrtc.operator.example"}}};
        verifier = *signalling::make_token_verifier(config, host, host);
    }
    Result<w1::Token> third(const std::string& subject, const std::string& flow_origin = third_party_page,
                            const std::string& claimed_origin = third_party_page) {
        json claims = this->claims();
        claims["iss"] = third_party;
        claims["sub"] = subject;
        claims["origin"] = claimed_origin;
        return verify(rival.sign(claims.dump()), flow_origin);
    }
    Result<w1::Token> own(const std::string& subject) { return verify(with("sub", subject)); }
};

const std::string may_not = "the issuer may not allocate the subject's identity";

}  // namespace

TEST_CASE("EPC-05 WWS-06: an issuer says what lies in its domains or its blocks, and nothing of another's") {
    TwoIssuers f;
    CHECK(f.own("sip:Bob@enterprise.com").ok());
    CHECK(f.third("sip:w2-777@webrtc.operator.example").ok());
    CHECK(f.third("sip:w2-777@WEBRTC.operator.example")->subject == "sip:w2-777@webrtc.operator.example");
    refused(f.third("sip:Bob@enterprise.com"), 403, may_not);
    refused(f.third("sip:w1-000123@webrtc.operator.example"), 403, may_not);
    refused(f.third("sip:w2-777@webrtc.operator.example.evil.net"), 403, may_not);
    refused(f.own("sip:w2-777@webrtc.operator.example"), 403, may_not);
    CHECK(f.host.counted("w1.issuers_refused") == 4);
}

TEST_CASE("TOK-06 WWS-07 WWS-08: a token of one WWSF is refused over the page of the other, whatever it claims") {
    TwoIssuers f;
    const std::string user = "sip:w2-777@webrtc.operator.example";
    refused(f.third(user, page), 401, "invalid_token: made for a page of another origin than the flow's");
    refused(f.third(user, page, page), 403, "the issuer has no page at the origin it names");
    refused(f.verify(f.rival.sign(f.claims().dump())), 401,
            "invalid_token: no key of the issuer has this kid and may be used with this alg");
    CHECK(f.third(user).ok());  // the issuer's own host is not the page's
}

TEST_CASE("EPC-05: an issuer that cannot be meant so is refused at start") {
    Verification f;
    const auto fault = [&](auto change) {
        auto config = f.config;
        change(config.issuers[0]);
        const auto made = signalling::make_token_verifier(config, f.host, f.host);
        REQUIRE_FALSE(made.ok());
        CHECK(made.error().kind == ErrorKind::usage);
        return made.error().text;
    };
    using Issuer = w1::TrustedIssuer;
    CHECK(fault([](Issuer& i) { i.domains.clear(); }).find("no domains and no blocks") != std::string::npos);
    CHECK(fault([](Issuer& i) { i.blocks = {"sip:w2@x.example"}; }).find("block \"sip:w2@x.example\"") !=
          std::string::npos);
    CHECK(fault([](Issuer& i) { i.jwks.clear(); }).find("either jwks or jwks_uri") != std::string::npos);
    CHECK(fault([](Issuer& i) { i.jwks_uri = "https://x/jwks"; }).find("either jwks or jwks_uri") != std::string::npos);
    CHECK(fault([](Issuer& i) {
              i.jwks.clear();
              i.jwks_uri = "http://x/jwks";
          }).find("no https URI") != std::string::npos);
    CHECK(fault([](Issuer& i) {
              i.jwks.clear();
              i.jwks_uri = "https://x/jwks";
          }).find("nothing that could fetch it") != std::string::npos);
}
