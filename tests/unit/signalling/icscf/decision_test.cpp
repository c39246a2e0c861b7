// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "signalling/icscf/decision.hpp"

using namespace wims;

TEST_CASE("ICS-01 ICS-05 ICS-08 ICS-09: whom a Request-URI calls") {
    struct Case {
        const char* uri;
        bool listed;
        const char* identity;
    };
    constexpr Case table[] = {
        {"sip:Bob@enterprise.com", true, "sip:Bob@enterprise.com"},
        {"sip:Bob@ENTERPRISE.COM:5060;user=phone", true, "sip:Bob@enterprise.com"},
        {"sips:%42ob@enterprise.com.", true, "sip:Bob@enterprise.com"},
        {"sip:Bob@notenterprise.com", false, "sip:Bob@notenterprise.com"},
        {"sip:Bob@enterprise.com.evil.net", false, "sip:Bob@enterprise.com.evil.net"},
        {"sip:Bob@a.enterprise.com", false, "sip:Bob@a.enterprise.com"},
        {"sip:enterprise.com@evil.net", false, "sip:enterprise.com@evil.net"},
        {"sip:Bob@evil.net;maddr=enterprise.com", false, "sip:Bob@evil.net"},
        {"tel:+15550100;phone-context=enterprise.com", false, "tel:+15550100;phone-context=enterprise.com"},
        {"sip:other.example", false, "sip:other.example"},
        {"urn:service:sos", false, "urn:service:sos"},
    };
    for (const auto& c : table) {
        CAPTURE(c.uri);
        const auto called = icscf::called_by(c.uri, {"enterprise.com"});
        REQUIRE(called.ok());
        CHECK(called->listed == c.listed);
        CHECK(called->identity == c.identity);
    }
    CHECK(icscf::called_by("sip:enterprise.com", {"enterprise.com"}).error().status == 404);
    CHECK(icscf::called_by("sip:B%zz@enterprise.com", {"enterprise.com"}).error().status == 400);
    CHECK_FALSE(icscf::called_by("sip:Bob@enterprise.com", {})->listed);  // function switched off
}

TEST_CASE("ICS-04 ICS-06 ICS-10: what each answer of W7 leads to") {
    const auto status_of = [](Result<w7::Status> answer) {
        const auto decision = icscf::judge(answer);
        return decision ? 0 : decision.error().status;
    };
    const auto proceed =
        icscf::judge(Result<w7::Status>(w7::Status{true, "sip:w1-1@O.example", "sip:w1-!.*!@o.example"}));
    REQUIRE(proceed.ok());
    CHECK(proceed->impu == "sip:w1-1@o.example");
    CHECK(proceed->wimpu == "sip:w1-!.*!@o.example");
    CHECK(status_of(w7::Status{false, "sip:w1-1@o.example", ""}) == 480);
    CHECK(status_of(w7::Status{false, "", ""}) == 480);
    CHECK(status_of(w7::Status{true, "", ""}) == 500);
    CHECK(status_of(Error{ErrorKind::not_found, "", 0}) == 404);
    CHECK(status_of(Error{ErrorKind::timeout, "", 504}) == 504);
    CHECK(status_of(Error{ErrorKind::io, "", 0}) == 504);
    CHECK(status_of(Error{ErrorKind::internal, "", 0}) == 500);
    CHECK(status_of(Error{ErrorKind::limit, "", 503}) == 500);
    CHECK(status_of(Error{ErrorKind::auth, "", 403}) == 500);
}

TEST_CASE("TRM-13: what each answer of the HSS leads to") {
    const auto status_of = [](Result<cx::LocationInfoAnswer> answer) {
        const auto decision = icscf::judge(std::move(answer));
        return decision ? 0 : decision.error().status;
    };
    CHECK(status_of(cx::LocationInfoAnswer{"sip:s.example", ""}) == 0);
    CHECK(status_of(cx::LocationInfoAnswer{"", ""}) == 500);
    CHECK(status_of(Error{ErrorKind::not_found, "", 404}) == 404);
    CHECK(status_of(Error{ErrorKind::not_found, "", 480}) == 480);
    CHECK(status_of(Error{ErrorKind::not_found, "", 0}) == 404);
    CHECK(status_of(Error{ErrorKind::timeout, "", 0}) == 504);
    CHECK(status_of(Error{ErrorKind::io, "", 0}) == 504);
    CHECK(status_of(Error{ErrorKind::protocol, "", 0}) == 500);
}
