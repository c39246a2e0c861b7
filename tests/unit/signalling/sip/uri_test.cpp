// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/uri.hpp"

#include <doctest/doctest.h>

namespace wims::sip {
namespace {

TEST_CASE("RFC 3261 19.1: URIs come apart and go together again") {
    for (const std::string text :
         {"sip:alice@example.com", "sips:alice:pw@example.com:5061", "sip:example.com;lr", "sip:[2001:db8::1]:5060;lr",
          "sip:+1234;phone-context=x@example.com;user=phone",
          "sip:a%72b@Example.COM;transport=ws;ob?Subject=a&b=", "tel:+358-555-1234567;phone-context=example.com",
          "sip:!.*!@enterprise.com", "sip:a?b;c@h", "sip:df7jal23ls0d.invalid;rtcweb-breaker=no"}) {
        CAPTURE(text);
        const auto uri = Uri::parse(text);
        REQUIRE(uri);
        CHECK(uri->to_text() == text);
    }
}

TEST_CASE("RFC 3261 19.1.1: the parts of a URI") {
    const auto uri = Uri::parse("SIP:+1;x=y@[::1]:5070;Transport=TCP;lr?h=1");
    REQUIRE(uri);
    CHECK(uri->scheme == "sip");
    CHECK(uri->user == "+1;x=y");
    CHECK(uri->host == "::1");
    CHECK(uri->port == 5070);
    CHECK(uri->parameter("TRANSPORT") == "TCP");
    CHECK(uri->parameter("lr") == "");
    CHECK_FALSE(uri->parameter("maddr"));
    CHECK(uri->headers == "h=1");
    CHECK(uri->address_of_record() == "sip:+1;x=y@[::1]:5070");
}

TEST_CASE("E06: what is no URI") {
    for (const std::string text : {"",
                                   "sip",
                                   "sip:",
                                   "sip:@host",
                                   "sip:a@",
                                   "sip:a@b@c",
                                   "sip:a@b:0",
                                   "sip:a@b:65536",
                                   "sip:a@b:x",
                                   "sip:a@b:",
                                   "sip:a b@c",
                                   "sip:a@b;;c",
                                   "sip:a@b;lr;lr",
                                   "sip:a@b;x=",
                                   "sip:a@[::1",
                                   "sip:a@[::1%eth0]",
                                   "sip:a@[zz]",
                                   "sip:a%zz@b",
                                   "sip:a%4@b",
                                   "tel:",
                                   "tel:12x",
                                   "<sip:a@b>",
                                   "sip:a@b\r\nc",
                                   "sip:a@-b",
                                   "sip:a@b/c"}) {
        CAPTURE(text);
        const auto uri = Uri::parse(text);
        REQUIRE_FALSE(uri);
        CHECK(uri.error().status == 400);
        CHECK(uri.error().kind == ErrorKind::protocol);
    }
    const auto urn = Uri::parse("urn:service:sos");
    REQUIRE_FALSE(urn);
    CHECK(urn.error().status == 416);
}

TEST_CASE("RFC 3261 25.1: IPv6 references") {
    for (const std::string good : {"::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1",
                                   "1:2:3:4:5:6:192.0.2.1", "a::192.0.2.1"}) {
        CAPTURE(good);
        CHECK(Uri::parse("sip:a@[" + good + "]"));
    }
    for (const std::string bad :
         {":", "1", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8",
          "12345::", "g::", "1:", ":1", "::1:", "::256.0.0.1", "::1.2.3", "192.0.2.1::", "1.2.3.4"}) {
        CAPTURE(bad);
        CHECK_FALSE(Uri::parse("sip:a@[" + bad + "]"));
    }
}

TEST_CASE("RFC 3261 20.10: name and address in all their forms") {
    struct Case {
        std::string text, display, uri, tag;
    };
    for (const auto& c : std::vector<Case>{
             {"<sip:a@b>", "", "sip:a@b", ""},
             {"sip:a@b;tag=1", "", "sip:a@b", "1"},
             {"<sip:a@b;x=1>;tag=2", "", "sip:a@b;x=1", "2"},
             {"Alice  Cooper <sip:a@b> ; tag = 3", "Alice  Cooper", "sip:a@b", "3"},
             {R"("A \"<sip:x@y>\" ;,B" <sip:a@b>;q=0.1;tag=4)", R"("A \"<sip:x@y>\" ;,B")", "sip:a@b", "4"},
             {R"(<sip:a@b>;+sip.instance="<urn:uuid:1>";tag=5)", "", "sip:a@b", "5"}}) {
        CAPTURE(c.text);
        const auto address = NameAddr::parse(c.text);
        REQUIRE(address);
        CHECK(address->display_name == c.display);
        CHECK(address->uri.to_text() == c.uri);
        CHECK(address->tag() == c.tag);
        CHECK(NameAddr::parse(address->to_text())->to_text() == address->to_text());
    }
}

TEST_CASE("E06: what is no name and address") {
    for (const std::string text :
         {"", "<>", "<sip:a@b", "\"a <sip:a@b>", "\"a\" b <sip:a@b>", "<sip:a@b> x", "sip:a@b?h=1", "sip:a@b,sip:c@d",
          "<sip:a@b>;", "<sip:a@b>;tag=1;tag=2", "<sip:a@b>;tag=", "a\"b <sip:a@b>"}) {
        CAPTURE(text);
        CHECK_FALSE(NameAddr::parse(text));
    }
}

TEST_CASE("Uri, NameAddr: parameters are set, replaced and removed without case") {
    auto address = *NameAddr::parse("<sip:a@b;ob>;expires=5");
    address.set_parameter("Expires", "60");
    address.set_parameter("q", "1");
    address.uri.set_parameter("transport", "tcp");
    address.uri.remove_parameter("OB");
    CHECK(address.to_text() == "<sip:a@b;transport=tcp>;expires=60;q=1");
    address.remove_parameter("EXPIRES");
    CHECK_FALSE(address.parameter("expires"));
}

}  // namespace
}  // namespace wims::sip
