// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <wims/signalling/ims_alg.hpp>
#include "offers.hpp"
#include "peers.hpp"

using namespace wims;
using namespace wims::ims_alg;
using namespace wims::test;

namespace {

/// A call that the WIC made and the phone answered.
struct Agreed {
    Negotiation call{Policy{}};
    iq::StreamSpec spec;

    Agreed() {
        REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
        call.reserved(gateway());
        auto plan = call.answer(Side::core, Phone{.formats = {"8", "98"}}.answer(call.forwarded_offer()));
        REQUIRE(plan.ok());
        spec = plan->streams[0];
        CHECK_FALSE(call.forwarded_answer().empty());
    }
};

std::vector<std::string> ice_lines(const std::string& text) { return lines_with(text, "a=ice-"); }

}  // namespace

TEST_CASE("ALG-12: hold and resume from the WIC keep everything but the direction") {
    Agreed a;
    const auto before = a.call.forwarded_answer();
    const auto plan = a.call.offer(Side::access, replaced(crlf(worked_offer), "a=sendrecv", "a=sendonly"));
    REQUIRE(plan.ok());
    CHECK_FALSE(plan->access_remote);
    CHECK(plan->streams == std::vector{a.spec});  // in force until the answer
    const auto held = a.call.forwarded_offer();
    CHECK(lines_with(held, "a=sendonly").size() == 1);
    CHECK(lines_with(held, "m=") == std::vector<std::string>{"m=audio 30000 RTP/AVP 9 0 8 96 97 98"});

    const auto answered =
        a.call.answer(Side::core, Phone{.direction = "recvonly", .formats = {"8", "98"}}.answer(held));
    REQUIRE(answered.ok());
    CHECK_FALSE(answered->access_remote);
    CHECK(answered->streams[0].through == iq::ThroughConnection{false, true});
    CHECK(answered->streams[0].payloads == a.spec.payloads);
    const auto after = a.call.forwarded_answer();
    CHECK(replaced(without_origin(after), "a=recvonly", "a=sendrecv") == without_origin(before));

    REQUIRE(a.call.offer(Side::access, crlf(worked_offer)).ok());
    const auto resumed = a.call.answer(Side::core, Phone{.formats = {"8", "98"}}.answer(a.call.forwarded_offer()));
    REQUIRE(resumed.ok());
    CHECK(resumed->streams == std::vector{a.spec});
}

TEST_CASE("ALG-12: hold from the core, by direction and by c=0.0.0.0") {
    struct Row {
        std::string offer;
        std::string to_wic;
        iq::ThroughConnection through;
    };
    const auto good = crlf(phone_offer);
    const Row rows[] = {
        {replaced(good, "a=sendrecv", "a=sendonly"), "sendonly", {true, false}},
        {replaced(good, "a=sendrecv", "a=inactive"), "inactive", {false, false}},
        {replaced(good, "c=IN IP4 10.20.0.9", "c=IN IP4 0.0.0.0"), "sendonly", {true, false}},
        {replaced(replaced(good, "c=IN IP4 10.20.0.9", "c=IN IP4 0.0.0.0"), "a=sendrecv", "a=recvonly"),
         "inactive",
         {false, false}},
        {replaced(replaced(good, "a=sendrecv\r\n", ""), "t=0 0", "t=0 0\r\na=sendonly"), "sendonly", {true, false}},
    };
    for (const auto& row : rows) {
        Agreed a;
        REQUIRE(a.call.offer(Side::core, row.offer).ok());
        const auto to_wic = a.call.forwarded_offer();
        CHECK_MESSAGE(lines_with(to_wic, "a=" + row.to_wic).size() == 1, to_wic);
        CHECK(ice_lines(to_wic) == ice_lines(a.call.forwarded_offer()));
        CHECK(lines_with(to_wic, "a=mid") == std::vector<std::string>{"a=mid:0"});
        CHECK(lines_with(to_wic, "a=setup") == std::vector<std::string>{"a=setup:actpass"});
        const auto plan = a.call.answer(Side::access, Browser{.direction = "sendrecv", .ufrag = "aB3d"}.answer(to_wic));
        REQUIRE(plan.ok());
        CHECK(plan->streams[0].through == row.through);  // a WIC that answers more than it was offered gets what it was
        CHECK(plan->streams[0].core_remote == iq::CoreRemote{{"10.20.0.9", 40000}, {"10.20.0.9", 40001}});
    }
}

TEST_CASE("ALG-12: an ICE restart gives gateway and WIC new credentials with the answer, and nothing else changes") {
    Agreed a;
    const auto before = a.call.forwarded_answer();
    const auto restart = replaced(replaced(crlf(worked_offer), "ufrag:aB3d", "ufrag:nEw9"), "0123456789abcdefghijkl",
                                  "lkjihgfedcba9876543210");
    const auto plan = a.call.offer(Side::access, restart);
    REQUIRE(plan.ok());
    CHECK_FALSE(plan->access_remote);
    const auto answered = a.call.answer(Side::core, Phone{.formats = {"8", "98"}}.answer(a.call.forwarded_offer()));
    REQUIRE(answered.ok());
    REQUIRE(answered->access_remote);
    CHECK(answered->access_remote->transport.ice.ufrag == "nEw9");
    CHECK(answered->access_remote->gateway_role == w3::DtlsRole::server);
    iq::Configured configured;
    configured.access = gateway().access;
    configured.access->ice = {"gwNewUfrag01", "gateway-password-after-1"};
    a.call.configured(configured);
    const auto after = a.call.forwarded_answer();
    CHECK(lines_with(after, "a=ice-ufrag") == std::vector<std::string>{"a=ice-ufrag:gwNewUfrag01"});
    CHECK(lines_with(after, "a=ice-pwd") == std::vector<std::string>{"a=ice-pwd:gateway-password-after-1"});
    for (const char* kept : {"a=fingerprint", "a=tls-id", "a=setup", "a=candidate", "m=", "a=mid"})
        CHECK(lines_with(after, kept) == lines_with(before, kept));
    CHECK(lines_with(after, "a=fingerprint").size() == 1);
    // The same answer again, the same plan.
    const auto again = a.call.answer(Side::core, Phone{.formats = {"8", "98"}}.answer(a.call.forwarded_offer()));
    REQUIRE(again.ok());
    CHECK(again->access_remote == answered->access_remote);
    CHECK(again->streams == answered->streams);
}

TEST_CASE("ALG-01: the gateway that is DTLS client stays so when the WIC later leaves the choice") {
    Negotiation call{Policy{}};
    REQUIRE(call.offer(Side::access, replaced(crlf(worked_offer), "setup:actpass", "setup:passive")).ok());
    call.reserved(gateway());
    REQUIRE(call.answer(Side::core, Phone{}.answer(call.forwarded_offer())).ok());
    REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
    const auto plan = call.answer(Side::core, Phone{}.answer(call.forwarded_offer()));
    REQUIRE(plan.ok());
    CHECK_FALSE(plan->access_remote);
    CHECK(lines_with(call.forwarded_answer(), "a=setup") == std::vector<std::string>{"a=setup:active"});
}

TEST_CASE("AUD-02: numbers stay through offers from either side") {
    Agreed a;
    REQUIRE(a.call.offer(Side::core, replaced(crlf(phone_offer), "101", "98")).ok());
    const auto to_wic = a.call.forwarded_offer();
    CHECK(lines_with(to_wic, "m=") == std::vector<std::string>{"m=audio 20000 UDP/TLS/RTP/SAVPF 8 0 126"});
    const auto plan = a.call.answer(Side::access, Browser{.ufrag = "aB3d"}.answer(to_wic));
    REQUIRE(plan.ok());
    CHECK(plan->streams[0].payloads[2] == iq::PayloadMapping{126, 98, "telephone-event", 8000});
    // The phone renumbers: the WIC does not notice.
    REQUIRE(a.call.offer(Side::core, replaced(crlf(phone_offer), "101", "96")).ok());
    CHECK(lines_with(a.call.forwarded_offer(), "m=") == lines_with(to_wic, "m="));
    const auto renumbered = a.call.answer(Side::access, Browser{.ufrag = "aB3d"}.answer(to_wic));
    REQUIRE(renumbered.ok());
    CHECK(renumbered->streams[0].payloads[2] == iq::PayloadMapping{126, 96, "telephone-event", 8000});
}

TEST_CASE("a refused offer is forgotten, and what is pending keeps others out") {
    Agreed a;
    const auto agreed = a.call.forwarded_answer();
    REQUIRE(a.call.offer(Side::access, replaced(crlf(worked_offer), "a=sendrecv", "a=inactive")).ok());
    CHECK_FALSE(a.call.forwarded_offer().empty());
    CHECK(a.call.offer(Side::core, crlf(phone_offer)).error().status == 491);
    CHECK(a.call.offer(Side::access, crlf(worked_offer)).error().status == 500);
    a.call.abandon_offer();
    CHECK(a.call.agreed());
    CHECK(a.call.forwarded_answer() == agreed);
    a.call.abandon_offer();  // nothing is pending: nothing happens
    CHECK(a.call.forwarded_answer() == agreed);
    CHECK(a.call.offer(Side::core, crlf(phone_offer)).ok());

    Negotiation first{Policy{}};
    REQUIRE(first.offer(Side::access, crlf(worked_offer)).ok());
    first.abandon_offer();
    CHECK_FALSE(first.agreed());
    const auto plan = first.offer(Side::access, crlf(firefox_audio));
    REQUIRE(plan.ok());
    CHECK(plan->access_remote->transport.ice.ufrag == "9e2c8d01");
}

TEST_CASE("a fork answers after another: the last answer counts") {
    Negotiation call{Policy{}};
    REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
    call.reserved(gateway());
    const auto core = call.forwarded_offer();
    REQUIRE(call.answer(Side::core, Phone{.formats = {"8"}}.answer(core)).ok());
    const auto early = call.forwarded_answer();
    const auto plan =
        call.answer(Side::core, Phone{.address = "10.20.0.77", .port = 5000, .formats = {"0"}}.answer(core));
    REQUIRE(plan.ok());
    CHECK(plan->streams[0].core_remote->rtp == TransportAddress{"10.20.0.77", 5000});
    CHECK(plan->streams[0].payloads == std::vector<iq::PayloadMapping>{{0, 0, "PCMU", 8000}});
    CHECK(lines_with(early, "m=") != lines_with(call.forwarded_answer(), "m="));
}

TEST_CASE("RFC 3264 8: m-lines are only ever added, and a new one finds no room at the gateway") {
    Agreed a;
    const auto good = crlf(phone_offer);
    const auto plan = a.call.offer(Side::core, good + "m=audio 40004 RTP/AVP 0\r\nm=video 40006 RTP/AVP 34\r\n");
    REQUIRE(plan.ok());
    CHECK(plan->refused == 2);
    const auto to_wic = a.call.forwarded_offer();
    CHECK(lines_with(to_wic, "m=").size() == 3);
    CHECK(lines_with(to_wic, "a=mid") == std::vector<std::string>{"a=mid:0", "a=mid:1", "a=mid:2"});
    REQUIRE(a.call.answer(Side::access, Browser{.ufrag = "aB3d"}.answer(to_wic)).ok());
    CHECK(a.call.offer(Side::core, good).error().status == 488);  // fewer
    // The served m-line goes and another comes: none is left.
    CHECK(a.call
              .offer(Side::core, replaced(good, "m=audio 40000", "m=audio 0") +
                                     "m=audio 40004 RTP/AVP 0\r\nm=video 0 RTP/AVP 34\r\n")
              .error()
              .status == 488);
}
