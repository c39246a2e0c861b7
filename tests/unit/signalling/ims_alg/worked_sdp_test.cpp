// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <wims/signalling/ims_alg.hpp>
#include "offers.hpp"
#include "peers.hpp"

using namespace wims;
using namespace wims::ims_alg;
using namespace wims::test;

namespace {

constexpr std::string_view gateway_transport =
    "a=ice-ufrag:gwuf\na=ice-pwd:gatewaypasswordgatewaypw\n"
    "a=candidate:1 1 UDP 2130706431 198.51.100.10 20000 typ host\na=end-of-candidates\n"
    "a=fingerprint:sha-256 01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:"
    "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF\n";

}  // namespace

TEST_CASE("ALG-05: full ICE of the gateway is told without ice-lite, a relayed candidate without what is behind it") {
    Negotiation call{Policy{}};
    REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
    auto full = gateway();
    full.access.ice_lite = false;
    full.access.candidates = {{"7", 1, "UDP", 16777215, "203.0.113.9", 49152, "relay"}};
    call.reserved(full);
    REQUIRE(call.answer(Side::core, crlf(phone_answer)).ok());
    const auto answer = call.forwarded_answer();
    CHECK(answer.find("a=candidate:7 1 UDP 16777215 203.0.113.9 49152 typ relay raddr 0.0.0.0 rport 9\r\n") !=
          answer.npos);
    CHECK(answer.find("ice-lite") == answer.npos);
}

TEST_CASE("5.1 ALG-02 ALG-03 ALG-05 ALG-10 AUD-02 AUD-06 EPC-08: the worked audio call, WIC to phone") {
    Negotiation call{Policy{}};
    const auto offered = call.offer(Side::access, crlf(worked_offer));
    REQUIRE(offered.ok());
    REQUIRE(offered->streams.size() == 1);
    CHECK(offered->streams[0].payloads.empty());
    CHECK(offered->streams[0].mid == "0");
    REQUIRE(offered->access_remote);
    CHECK(offered->access_remote->gateway_role == w3::DtlsRole::server);
    const auto& wic = offered->access_remote->transport;
    CHECK(wic.ice.ufrag == "aB3d");
    CHECK(wic.fingerprints[0].value.starts_with("D2:FA:0E"));
    REQUIRE(wic.candidates.size() == 2);  // the mDNS name is passed over
    CHECK(wic.candidates[0].transport == "UDP");
    CHECK(wic.candidates[0].address == "203.0.113.141");
    CHECK(wic.candidates[1].transport == "TCP");

    CHECK(call.forwarded_offer().empty());
    call.reserved(gateway());
    CHECK(without_origin(call.forwarded_offer()) ==
          crlf("v=0\ns=-\nc=IN IP4 10.10.1.5\nt=0 0\nm=audio 30000 RTP/AVP 9 0 8 96 97 98\nb=AS:80\n"
               "a=rtpmap:9 G722/8000\na=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000\na=rtpmap:96 opus/48000/2\n"
               "a=rtpmap:97 telephone-event/48000\na=rtpmap:98 telephone-event/8000\n"
               "a=fmtp:96 minptime=10;useinbandfec=1\na=fmtp:97 0-15\na=fmtp:98 0-15\na=ptime:20\na=rtcp:30001\n"
               "a=sendrecv\n"));

    const auto answered = call.answer(Side::core, crlf(phone_answer));
    REQUIRE(answered.ok());
    CHECK_FALSE(answered->access_remote);
    REQUIRE(answered->streams.size() == 1);
    const auto& stream = answered->streams[0];
    CHECK(stream.through == iq::ThroughConnection{true, true});
    CHECK(stream.core_remote == iq::CoreRemote{{"10.20.0.9", 40000}, {"10.20.0.9", 40001}});
    CHECK(stream.payloads == std::vector<iq::PayloadMapping>{{8, 8, "PCMA", 8000}, {126, 98, "telephone-event", 8000}});

    CHECK(without_origin(call.forwarded_answer()) ==
          crlf("v=0\ns=-\nt=0 0\na=ice-lite\na=group:BUNDLE 0\nm=audio 20000 UDP/TLS/RTP/SAVPF 8 126\n"
               "c=IN IP4 198.51.100.10\n" +
               std::string(gateway_transport) +
               "a=setup:passive\na=mid:0\na=rtcp-mux\na=rtpmap:8 PCMA/8000\na=rtpmap:126 telephone-event/8000\n"
               "a=fmtp:126 0-15\na=sendrecv\n"));
}

TEST_CASE("5.1 AUD-02: the phone takes Opus, its parameters and the 48 kHz event pass") {
    Negotiation call{Policy{}};
    REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
    call.reserved(gateway());
    const auto plan = call.answer(Side::core, Phone{.formats = {"96", "97"}}.answer(call.forwarded_offer()));
    REQUIRE(plan.ok());
    CHECK(plan->streams[0].payloads ==
          std::vector<iq::PayloadMapping>{{111, 96, "opus", 48000}, {110, 97, "telephone-event", 48000}});
    const auto answer = call.forwarded_answer();
    CHECK(lines_with(answer, "m=") == std::vector<std::string>{"m=audio 20000 UDP/TLS/RTP/SAVPF 111 110"});
    CHECK(lines_with(answer, "a=fmtp") ==
          std::vector<std::string>{"a=fmtp:111 minptime=10;useinbandfec=1", "a=fmtp:110 0-15"});
}

TEST_CASE("5.1 ALG-06 BND-01: the worked call the other way, phone to WIC") {
    Negotiation call{Policy{.core_user = "sbc"}};
    const auto offered = call.offer(Side::core, crlf(phone_offer));
    REQUIRE(offered.ok());
    CHECK_FALSE(offered->access_remote);
    CHECK(offered->streams[0].core_remote == iq::CoreRemote{{"10.20.0.9", 40000}, {"10.20.0.9", 40001}});
    CHECK(offered->streams[0].mid == "0");
    call.reserved(gateway());
    CHECK(without_origin(call.forwarded_offer()) ==
          crlf("v=0\ns=-\nt=0 0\na=ice-lite\na=group:BUNDLE 0\nm=audio 20000 UDP/TLS/RTP/SAVPF 8 0 126\n"
               "c=IN IP4 198.51.100.10\n" +
               std::string(gateway_transport) +
               "a=setup:actpass\na=mid:0\na=rtcp-mux\na=rtpmap:8 PCMA/8000\na=rtpmap:0 PCMU/8000\n"
               "a=rtpmap:126 telephone-event/8000\na=fmtp:126 0-15\na=ptime:20\na=sendrecv\n"));

    const auto answered = call.answer(Side::access, Browser{}.answer(call.forwarded_offer()));
    REQUIRE_MESSAGE(answered.ok(), answered.error().text);
    REQUIRE(answered->access_remote);
    CHECK(answered->access_remote->gateway_role == w3::DtlsRole::server);
    CHECK(answered->streams[0].payloads == std::vector<iq::PayloadMapping>{{8, 8, "PCMA", 8000},
                                                                           {0, 0, "PCMU", 8000},
                                                                           {126, 101, "telephone-event", 8000}});
    const auto answer = call.forwarded_answer();
    CHECK(lines_with(answer, "o=")[0].starts_with("o=sbc "));
    CHECK(without_origin(answer) ==
          crlf("v=0\ns=-\nc=IN IP4 10.10.1.5\nt=0 0\nm=audio 30000 RTP/AVP 8 0 101\nb=AS:80\na=rtpmap:8 PCMA/8000\n"
               "a=rtpmap:0 PCMU/8000\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\na=ptime:20\na=rtcp:30001\n"
               "a=sendrecv\n"));
}

TEST_CASE("5.3 BND-01 BND-02 BND-03: audio and video, bundled and balanced, on one port of W3 and two of the core") {
    for (const auto offer : {worked_bundle, worked_balanced}) {
        Negotiation call{Policy{}};
        const auto plan = call.offer(Side::access, crlf(offer));
        REQUIRE(plan.ok());
        CHECK(plan->refused == 0);
        REQUIRE(plan->streams.size() == 2);
        CHECK(plan->streams[1].media == iq::MediaType::video);
        CHECK(plan->streams[1].mid == "1");
        call.reserved(gateway(2));
        const auto core = call.forwarded_offer();
        CHECK(lines_with(core, "m=") ==
              std::vector<std::string>{"m=audio 30000 RTP/AVP 8 96", "m=video 30002 RTP/AVPF 96"});
        CHECK(lines_with(core, "a=group").empty());
        CHECK(lines_with(core, "a=mid").empty());
        REQUIRE(call.answer(Side::core, Phone{.formats = {"8", "96"}}.answer(core)).ok());
        const auto answer = call.forwarded_answer();
        CHECK(lines_with(answer, "a=group") == std::vector<std::string>{"a=group:BUNDLE 0 1"});
        CHECK(lines_with(answer, "m=") ==
              std::vector<std::string>{"m=audio 20000 UDP/TLS/RTP/SAVPF 8 111", "m=video 20000 UDP/TLS/RTP/SAVPF 102"});
    }
}

TEST_CASE("5.3 BND-02 BND-03 E29: audio and video without BUNDLE") {
    struct Row {
        std::string_view offer;
        bool bundle;
        std::vector<std::string> group;
    };
    const Row rows[] = {{worked_bundle, false, {}}, {worked_balanced, false, {}}};
    for (const auto& row : rows) {
        Negotiation call{Policy{.bundle = row.bundle}};
        const auto plan = call.offer(Side::access, crlf(row.offer));
        REQUIRE(plan.ok());
        CHECK(plan->refused == 1);
        CHECK(plan->streams.size() == 1);
        call.reserved(gateway());
        const auto core = call.forwarded_offer();
        CHECK(lines_with(core, "m=") ==
              std::vector<std::string>{"m=audio 30000 RTP/AVP 8 96", "m=video 0 RTP/AVPF 102"});
        CHECK(lines_with(core, "a=group").empty());
        CHECK(lines_with(core, "a=mid").empty());
        REQUIRE(call.answer(Side::core, Phone{.formats = {"8"}}.answer(core)).ok());
        const auto answer = call.forwarded_answer();
        CHECK(lines_with(answer, "a=group") == row.group);
        CHECK(lines_with(answer, "a=mid") == std::vector<std::string>{"a=mid:0", "a=mid:1"});
        CHECK(lines_with(answer, "m=") ==
              std::vector<std::string>{"m=audio 20000 UDP/TLS/RTP/SAVPF 8", "m=video 0 UDP/TLS/RTP/SAVPF 102"});
        CHECK(lines_with(answer, "a=ice-lite").size() == 1);
    }
}
