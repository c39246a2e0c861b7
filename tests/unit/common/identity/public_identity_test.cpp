// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "common/identity/public_identity.hpp"

using namespace wims;

namespace {
struct Case {
    const char* in;
    const char* out;  // nullptr: refused
    int status = 0;
};

// The one table for W6, W7, WWSF and ALG.
constexpr Case table[] = {
    {"sip:Bob@enterprise.com", "sip:Bob@enterprise.com"},
    {"sip:Bob@ENTERPRISE.com", "sip:Bob@enterprise.com"},
    {"SIP:Bob@enterprise.com", "sip:Bob@enterprise.com"},
    {"sip:bob@enterprise.com", "sip:bob@enterprise.com"},
    {"sip:Bob@enterprise.com.", "sip:Bob@enterprise.com"},
    {"sip:Bob@enterprise.com:5060", "sip:Bob@enterprise.com"},
    {"sip:Bob@enterprise.com:05060", "sip:Bob@enterprise.com"},
    {"sip:Bob@enterprise.com:5070", "sip:Bob@enterprise.com:5070"},
    {"sip:Bob@enterprise.com:5061", "sip:Bob@enterprise.com:5061"},
    {"sips:Bob@enterprise.com", "sip:Bob@enterprise.com"},
    {"sips:Bob@enterprise.com:5061", "sip:Bob@enterprise.com"},
    {"sip:Bob@enterprise.com;transport=ws;user=phone", "sip:Bob@enterprise.com"},
    {"sip:%42ob@enterprise.com", "sip:Bob@enterprise.com"},
    {"sip:Bob%2fx@enterprise.com", "sip:Bob%2Fx@enterprise.com"},
    {"sip:a%40b@enterprise.com", "sip:a%40b@enterprise.com"},
    {"sip:caf%c3%a9@enterprise.com", "sip:caf%C3%A9@enterprise.com"},
    {"sip:+15550100;phone-context=x@enterprise.com", "sip:+15550100;phone-context=x@enterprise.com"},
    {"sip:w1-000123@webrtc.operator.example", "sip:w1-000123@webrtc.operator.example"},
    {"sip:bob@192.0.2.1", "sip:bob@192.0.2.1"},
    {"sip:bob@[2001:DB8::1]:5060", "sip:bob@[2001:db8::1]"},
    {"tel:+15550100", nullptr, 416},
    {"http://enterprise.com/", nullptr, 416},
    {"urn:service:sos", nullptr, 416},
    {"", nullptr, 400},
    {"Bob@enterprise.com", nullptr, 400},
    {"sip:enterprise.com", nullptr, 400},
    {"sip:@enterprise.com", nullptr, 400},
    {"sip:Bob@", nullptr, 400},
    {"sip:Bob@.com", nullptr, 400},
    {"sip:Bob@enter..com", nullptr, 400},
    {"sip:Bob@-x.com", nullptr, 400},
    {"sip:Bob@a@b.com", nullptr, 400},
    {"sip:Bob:secret@enterprise.com", nullptr, 400},
    {"sip:Bob@enterprise.com?Subject=x", nullptr, 400},
    {"sip:Bob@enterprise.com;x=y?Subject=x", nullptr, 400},
    {"sip:B%4@enterprise.com", nullptr, 400},
    {"sip:B%zz@enterprise.com", nullptr, 400},
    {"sip:B ob@enterprise.com", nullptr, 400},
    {"sip:B\xC3\xA9@enterprise.com", nullptr, 400},
    {"sip:<Bob>@enterprise.com", nullptr, 400},
    {"sip:Bob@enterprise.com:0", nullptr, 400},
    {"sip:Bob@enterprise.com:70000", nullptr, 400},
    {"sip:Bob@enterprise.com:", nullptr, 400},
    {"sip:Bob@enter prise.com", nullptr, 400},
};
}  // namespace

TEST_CASE("WR-12 R3-10: an identity has one form, and what is no user's SIP address is refused") {
    for (const auto& c : table) {
        CAPTURE(c.in);
        const auto identity = identity::canonical(c.in);
        CHECK(identity.ok() == (c.out != nullptr));
        if (identity && c.out != nullptr) {
            CHECK(*identity == c.out);
            CHECK(*identity::canonical(*identity) == *identity);  // stays what it is
        } else if (!identity) {
            CHECK(identity.error().kind == ErrorKind::protocol);
            CHECK(identity.error().status == c.status);
        }
    }
    CHECK_FALSE(identity::canonical("sip:" + std::string(300, 'a') + "@enterprise.com").ok());
}

TEST_CASE("WR-12: user and host are parts of the canonical text") {
    const auto identity = identity::PublicIdentity::parse("sips:B%6Fb@Enterprise.Com:5070;lr");
    REQUIRE(identity.ok());
    CHECK(identity->user() == "Bob");
    CHECK(identity->host() == "enterprise.com");
    CHECK(identity->text() == "sip:Bob@enterprise.com:5070");
}

TEST_CASE("ICS-01: the host of a URI is found without a user and is empty for other schemes") {
    CHECK(identity::host_of("sip:Enterprise.com;lr") == "enterprise.com");
    CHECK(identity::host_of("sip:Bob:pw@Enterprise.com:5070?a=b") == "enterprise.com");
    CHECK(identity::host_of("tel:+1555;phone-context=enterprise.com").empty());
    CHECK(identity::host_of("nonsense").empty());
}
