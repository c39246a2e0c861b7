// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/options.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace wims::mini_ims;

namespace {
std::variant<Options, int> parse(std::initializer_list<const char*> words) {
    std::vector<const char*> argv{"wims-mini-ims"};
    argv.insert(argv.end(), words);
    return parse_options(static_cast<int>(argv.size()), argv.data());
}
int status(std::initializer_list<const char*> words) {
    const auto options = parse(words);
    const int* status = std::get_if<int>(&options);
    return status == nullptr ? -1 : *status;
}
}  // namespace

TEST_CASE("BLK-02: the command line of a core with one block and one listed domain") {
    const auto parsed =
        parse({"--listen", "127.0.0.9:5061", "--domain", "IMS.test", "--webrtc-domain",
               "enterprise.com=sip:127.0.0.9:5072", "--trust", "127.0.0.8", "--trust", "::1", "--block",
               "sip:w1-!.*!@webrtc.test,sip:p@webrtc.test,p@webrtc.test", "--rtp-ports", "50000-50010"});
    const auto* options = std::get_if<Options>(&parsed);
    REQUIRE(options != nullptr);
    CHECK(options->s_cscf.listen == wims::TransportAddress{"127.0.0.9", 5061});
    CHECK(options->domain == "ims.test");
    CHECK(options->phones_ip == "127.0.0.9");
    CHECK(options->s_cscf.web_rtc_domains.at("enterprise.com") == "<sip:127.0.0.9:5072;lr>");
    CHECK(options->s_cscf.trusted_ips == std::vector<std::string>{"127.0.0.8", "::1"});
    REQUIRE(options->subscriptions.size() == 1);
    CHECK(options->subscriptions[0].impu == "sip:p@webrtc.test");
    CHECK(options->rtp_ports.last == 50010);
}

TEST_CASE("BLK-02: a wrong value ends with 2, help with 0") {
    CHECK(status({"--help"}) == 0);
    CHECK(status({"--listen", "127.0.0.1"}) == 2);
    CHECK(status({"--listen", "127.0.0.1:0"}) == 2);
    CHECK(status({"--listen", "host:5060"}) == 2);
    CHECK(status({"--listen", "127.0.0.1:70000"}) == 2);
    CHECK(status({"--trust", "ep-cscf.example"}) == 2);
    CHECK(status({"--webrtc-domain", "enterprise.com"}) == 2);
    CHECK(status({"--webrtc-domain", "enterprise.com=sip:host"}) == 2);
    CHECK(status({"--block", "sip:w1-!.*!@a.test,sip:p@a.test"}) == 2);
    CHECK(status({"--block", "sip:w1-x@a.test,sip:p@a.test,p@a.test"}) == 2);
    CHECK(status({"--block", "sip:w1-!.*!@a.test,sip:w1-p@a.test,p@a.test"}) == 2);  // the pilot is no member
    CHECK(status({"--rtp-ports", "40000"}) == 2);
    CHECK(status({"--rtp-ports", "40010-40000"}) == 2);
    CHECK(status({"--tone-dbfs", "3"}) == 2);
    CHECK(status({"--unknown"}) == 2);
    CHECK(status({"stray"}) == 2);
}

TEST_CASE("R1-02: users of the command line, with a password and without") {
    const auto parsed =
        parse({"--user", "sip:a@ims.test,a@ims.test,secret,with,commas", "--user", "sip:b@ims.test,b@ims.test"});
    const auto* options = std::get_if<Options>(&parsed);
    REQUIRE(options != nullptr);
    REQUIRE(options->subscriptions.size() == 2);
    CHECK(options->subscriptions[0].password == "secret,with,commas");
    CHECK(options->subscriptions[1].impi == "b@ims.test");
    CHECK(options->subscriptions[1].password.empty());
    CHECK(status({"--user", "sip:a@ims.test"}) == 2);
    CHECK(status({"--user", "sip:a@ims.test,a"}) == 2);
    CHECK(status({"--user", "a,a@ims.test"}) == 2);
}
