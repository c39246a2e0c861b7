// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/ims_alg.hpp>

#include <doctest/doctest.h>

#include "common/sdp/origin.hpp"
#include "offers.hpp"
#include "peers.hpp"

using namespace wims;
using namespace wims::ims_alg;
using namespace wims::test;

namespace {

/// An offer of the WIC, reserved and forwarded.
std::string forwarded(Negotiation& call, const std::string& offer) {
    const auto plan = call.offer(Side::access, offer);
    REQUIRE_MESSAGE(plan.ok(), (plan.ok() ? "" : plan.error().text));
    call.reserved(gateway());
    return call.forwarded_offer();
}

std::string answered(Negotiation& call, const std::string& offer) {
    const auto core = forwarded(call, offer);
    REQUIRE(call.answer(Side::core, Phone{}.answer(core)).ok());
    return call.forwarded_answer();
}

}  // namespace

TEST_CASE("ALG-01: the WIC's setup decides the gateway's DTLS role") {
    struct Row {
        std::string setup;
        w3::DtlsRole role;
        std::string answer;
    };
    const Row rows[] = {{"a=setup:actpass\r\n", w3::DtlsRole::server, "a=setup:passive"},
                        {"a=setup:active\r\n", w3::DtlsRole::server, "a=setup:passive"},
                        {"a=setup:passive\r\n", w3::DtlsRole::client, "a=setup:active"},
                        {"", w3::DtlsRole::server, "a=setup:passive"}};
    for (const auto& row : rows) {
        const auto offer = replaced(crlf(worked_offer), "a=setup:actpass\r\n", row.setup);
        Negotiation call{Policy{}};
        const auto plan = call.offer(Side::access, offer);
        REQUIRE(plan.ok());
        CHECK(plan->access_remote->gateway_role == row.role);
        Negotiation again{Policy{}};
        CHECK(lines_with(answered(again, offer), "a=setup") == std::vector<std::string>{row.answer});
    }
    for (const auto& [setup, role] :
         {std::pair{"active", w3::DtlsRole::server}, std::pair{"passive", w3::DtlsRole::client}}) {
        Negotiation call{Policy{}};
        REQUIRE(call.offer(Side::core, crlf(phone_offer)).ok());
        call.reserved(gateway());
        const auto plan = call.answer(Side::access, Browser{.setup = setup}.answer(call.forwarded_offer()));
        REQUIRE(plan.ok());
        CHECK(plan->access_remote->gateway_role == role);
    }
}

TEST_CASE("ALG-04: proto restored, tls-id only when offered, and it stays") {
    const auto proto = [](const std::string& answer) { return parsed(answer).media[0].proto; };
    Negotiation plain{Policy{}}, with_id{Policy{}}, legacy{Policy{}};
    CHECK(lines_with(answered(plain, crlf(worked_offer)), "a=tls-id").empty());
    CHECK(proto(answered(legacy, crlf(sipml5_audio))) == "RTP/SAVPF");

    const auto offer = crlf(worked_offer) + "a=tls-id:91bbf309c0990a6bec11e38ba2933cee\r\n";
    const auto first = lines_with(answered(with_id, offer), "a=tls-id:");
    REQUIRE(first.size() == 1);
    CHECK(first[0].size() >= std::string("a=tls-id:").size() + 20);  // [RFC 8842 4]
    CHECK(first[0].find("91bbf309") == std::string::npos);
    CHECK(proto(with_id.forwarded_answer()) == "UDP/TLS/RTP/SAVPF");
    CHECK(lines_with(answered(with_id, replaced(offer, "a=sendrecv", "a=sendonly")), "a=tls-id:") == first);
}

TEST_CASE("ALG-09: each leg has an id of its own, and a version that grows only with that leg's description") {
    const auto origin = [](const std::string& text) {
        return *sdp::Origin::parse(parsed(text).session.find('o')->value);
    };
    Negotiation call{Policy{}};
    const auto core_one = origin(forwarded(call, crlf(worked_offer)));
    CHECK(core_one.version == "1");
    CHECK(core_one.address == "10.10.1.5");
    CHECK(origin(call.forwarded_offer()) == core_one);
    REQUIRE(call.answer(Side::core, crlf(phone_answer)).ok());
    const auto access_one = origin(call.forwarded_answer());
    CHECK(access_one.version == "1");
    CHECK(access_one.address == "198.51.100.10");
    CHECK(access_one.session_id != core_one.session_id);
    CHECK(access_one.session_id != "4611731400430051336");

    // A session refresh: the same words again.
    REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
    CHECK(origin(call.forwarded_offer()) == core_one);
    REQUIRE(call.answer(Side::core, crlf(phone_answer)).ok());
    CHECK(origin(call.forwarded_answer()) == access_one);

    // Hold changes both legs.
    REQUIRE(call.offer(Side::access, replaced(crlf(worked_offer), "a=sendrecv", "a=sendonly")).ok());
    CHECK(origin(call.forwarded_offer()).version == "2");
    REQUIRE(call.answer(Side::core, Phone{.direction = "recvonly"}.answer(call.forwarded_offer())).ok());
    CHECK(origin(call.forwarded_answer()).version == "2");
    CHECK(origin(call.forwarded_answer()).session_id == access_one.session_id);
}

TEST_CASE("AUD-06: a=rtcp, the next port, another address, and no RTCP at all") {
    struct Row {
        std::string line;
        TransportAddress rtcp;
    };
    const Row rows[] = {{"", {"10.20.0.9", 40001}},
                        {"a=rtcp:50001\r\n", {"10.20.0.9", 50001}},
                        {"a=rtcp:50001 IN IP4 10.20.0.10\r\n", {"10.20.0.10", 50001}},
                        {"b=RS:0\r\nb=RR:0\r\n", {"10.20.0.9", 0}},
                        {"b=RS:0\r\nb=RR:1000\r\n", {"10.20.0.9", 40001}}};
    for (const auto& row : rows) {
        Negotiation call{Policy{}};
        const auto plan = call.offer(Side::core, crlf(phone_offer) + row.line);
        REQUIRE(plan.ok());
        CHECK_MESSAGE(plan->streams[0].core_remote->rtcp == row.rtcp, row.line);
    }
}

TEST_CASE("AUD-05 AUD-08: the event's clock has a codec beside it") {
    const auto core_codecs = [](const std::string& offer) {
        Negotiation call{Policy{}};
        return lines_with(forwarded(call, offer), "a=rtpmap");
    };
    const auto offer = crlf(worked_offer);
    // Without Opus the 48 kHz event has nothing to go with.
    const auto narrow = core_codecs(replaced(offer, "SAVPF 111 9", "SAVPF 9"));
    CHECK(narrow == std::vector<std::string>{"a=rtpmap:9 G722/8000", "a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000",
                                             "a=rtpmap:96 telephone-event/8000"});
    // The 8 kHz one is kept with Opus alone.
    CHECK(core_codecs(replaced(offer, "111 9 0 8 110 126", "126 111")) ==
          std::vector<std::string>{"a=rtpmap:96 opus/48000/2", "a=rtpmap:97 telephone-event/8000"});
    // The phone refuses Opus but takes its event: the WIC gets neither.
    Negotiation call{Policy{}};
    const auto core = forwarded(call, offer);
    REQUIRE(call.answer(Side::core, Phone{.formats = {"8", "97"}}.answer(core)).ok());
    CHECK(lines_with(call.forwarded_answer(), "a=rtpmap") == std::vector<std::string>{"a=rtpmap:8 PCMA/8000"});
}

TEST_CASE("AUD-05: a phone with Opus and the 8 kHz event alone: the WIC keeps the event of Opus' clock") {
    // The WIC offers both.
    Negotiation call{Policy{}};
    const auto core = forwarded(call, crlf(worked_offer));
    const auto plan = call.answer(Side::core, Phone{.formats = {"96", "98"}}.answer(core));
    REQUIRE(plan.ok());
    CHECK(plan->streams[0].payloads ==
          std::vector<iq::PayloadMapping>{{111, 96, "opus", 48000}, {110, 98, "telephone-event", 48000, 8000}});
    CHECK(lines_with(call.forwarded_answer(), "a=rtpmap") ==
          std::vector<std::string>{"a=rtpmap:111 opus/48000/2", "a=rtpmap:110 telephone-event/48000"});
    // Narrow sound is sent: its event is the narrow one, as before.
    Negotiation narrow{Policy{}};
    const auto first_pcma =
        narrow.answer(Side::core, Phone{.formats = {"8", "96", "98"}}.answer(forwarded(narrow, crlf(worked_offer))));
    REQUIRE(first_pcma.ok());
    CHECK(first_pcma->streams[0].payloads[2] == iq::PayloadMapping{126, 98, "telephone-event", 8000});
}

TEST_CASE(
    "AUD-05: a phone offers Opus with the 8 kHz event: the WIC is offered both and the phone gets what it offered") {
    const auto offer = replaced(replaced(crlf(phone_offer), "8 0 101", "96 8 101"), "a=rtpmap:0 PCMU/8000",
                                "a=rtpmap:96 opus/48000/2");
    const auto agreed = [&](const char* formats) {
        Negotiation call{Policy{}};
        REQUIRE(call.offer(Side::core, offer).ok());
        call.reserved(gateway());
        const auto access = call.forwarded_offer();
        CHECK(lines_with(access, "a=rtpmap") ==
              std::vector<std::string>{"a=rtpmap:111 opus/48000/2", "a=rtpmap:8 PCMA/8000",
                                       "a=rtpmap:110 telephone-event/48000", "a=rtpmap:126 telephone-event/8000"});
        const auto plan = call.answer(Side::access, replaced(Browser{}.answer(access), "111 8 110 126", formats));
        REQUIRE(plan.ok());
        CHECK(lines_with(call.forwarded_answer(), "a=rtpmap").back() == "a=rtpmap:101 telephone-event/8000");
        return plan->streams[0].payloads;
    };
    CHECK(agreed("111 8 110 126") == std::vector<iq::PayloadMapping>{{111, 96, "opus", 48000},
                                                                     {8, 8, "PCMA", 8000},
                                                                     {110, 101, "telephone-event", 48000, 8000}});
    CHECK(agreed("111 110") ==
          std::vector<iq::PayloadMapping>{{111, 96, "opus", 48000}, {110, 101, "telephone-event", 48000, 8000}});
    CHECK(agreed("8 111 110 126") == std::vector<iq::PayloadMapping>{{8, 8, "PCMA", 8000},
                                                                     {111, 96, "opus", 48000},
                                                                     {126, 101, "telephone-event", 8000}});
}

TEST_CASE("AUD-02: numbers that the peers choose oddly stay one to one") {
    // Opus on a static number, PCMU on a dynamic one.
    Negotiation call{Policy{}};
    const auto offer = replaced(
        replaced(replaced(crlf(worked_offer), "111 9 0 8", "8 97"), "rtpmap:8 PCMA/8000", "rtpmap:8 opus/48000/2"),
        "rtpmap:0 PCMU/8000", "rtpmap:97 PCMU/8000");
    const auto core = forwarded(call, offer);
    CHECK(parsed(core).media[0].formats == std::vector<std::string>{"0", "96", "97", "98"});
    const auto plan = call.answer(Side::core, Phone{}.answer(core));
    REQUIRE(plan.ok());
    CHECK(plan->streams[0].payloads == std::vector<iq::PayloadMapping>{{97, 0, "PCMU", 8000},
                                                                       {8, 96, "opus", 48000},
                                                                       {110, 97, "telephone-event", 48000},
                                                                       {126, 98, "telephone-event", 8000}});
    // A phone that answers with a number of its own for the event gets what it asked for.
    Negotiation other{Policy{}};
    forwarded(other, crlf(worked_offer));
    const auto odd = other.answer(Side::core, replaced(crlf(phone_answer), "98", "101"));
    REQUIRE(odd.ok());
    CHECK(odd->streams[0].payloads[1] == iq::PayloadMapping{126, 101, "telephone-event", 8000});
}

TEST_CASE("AUD-01 W3-01: real offers of browsers and clients become plain RTP, and nothing of the WIC shows") {
    for (const auto offer : {worked_offer, chromium_audio, chromium_audio_video_data, captured_audio,
                             captured_audio_video_data, firefox_audio, safari_audio, sipml5_audio}) {
        Negotiation call{Policy{}};
        const auto core = forwarded(call, crlf(offer));
        CHECK(parsed(core).media[0].proto == "RTP/AVP");
        CHECK(parsed(core).media.size() == parsed(crlf(offer)).media.size());
        for (const auto* word :
             {"203.0.113", "192.0.2.2",  "127.0.0.1", "192.168.178", "17.0.0.4", "local", "ice",  "sctp",
              "finger",    "ssrc",       "msid",      "hdrext",      "crypto",   "CN/",   "red/", "mozilla",
              "rtcp-mux",  "rtcp-rsize", "goog",      "-cc",         "rid",      "rtx"})
            CHECK_MESSAGE(core.find(word) == std::string::npos, word, " in ", core);
        REQUIRE(call.answer(Side::core, Phone{}.answer(core)).ok());
        const auto answer = parsed(call.forwarded_answer());
        CHECK(answer.session.has("ice-lite"));
        CHECK(answer.media[0].section.attribute("mid") == parsed(crlf(offer)).media[0].section.attribute("mid"));
        CHECK_FALSE(answer.media[0].section.has("crypto"));
    }
}

TEST_CASE("ALG-11: late offers work by sides") {
    // INVITE without SDP from the WIC: the phone offers in its 200, the WIC answers in ACK.
    Negotiation out{Policy{}};
    REQUIRE(out.offer(Side::core, crlf(phone_offer)).ok());
    out.reserved(gateway());
    REQUIRE(out.answer(Side::access, Browser{}.answer(out.forwarded_offer())).ok());
    CHECK(parsed(out.forwarded_answer()).media[0].proto == "RTP/AVP");
    // And towards the WIC.
    Negotiation in{Policy{}};
    const auto core = forwarded(in, crlf(chromium_audio));
    REQUIRE(in.answer(Side::core, Phone{}.answer(core)).ok());
    CHECK(parsed(in.forwarded_answer()).media[0].proto == "UDP/TLS/RTP/SAVPF");
}
