// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <chrono>

#include <wims/signalling/ims_alg.hpp>
#include "offers.hpp"
#include "peers.hpp"

using namespace wims;
using namespace wims::ims_alg;
using namespace wims::test;

namespace {

std::string without_lines(const std::string& text, std::string_view prefix) {
    std::string out = text;
    for (const auto& line : lines_with(text, prefix)) out = replaced(out, line + "\r\n", "");
    return out;
}

std::string repeated(std::string_view text, int times) {
    std::string out;
    while (times-- > 0) out += text;
    return out;
}

struct Row {
    std::string what;
    std::string sdp;
    int status;
    int warning;
};

void check_refused(Side side, const Row& row) {
    Negotiation call{Policy{}};
    const auto plan = call.offer(side, row.sdp);
    REQUIRE_FALSE_MESSAGE(plan.ok(), row.what);
    CHECK_MESSAGE(plan.error().status == row.status, row.what, ": ", plan.error().text);
    const auto warning = warning_of(plan.error());
    if (row.status == 488) CHECK_MESSAGE(warning.code == row.warning, row.what, ": ", warning.text);
    CHECK(warning.text.find_first_of("\"\\\r\n") == std::string::npos);
    CHECK_FALSE(warning.text.empty());
    CHECK(call.forwarded_offer().empty());
    // Nothing stuck: a good offer goes through afterwards.
    CHECK(call.offer(side, crlf(side == Side::access ? worked_offer : phone_offer)).ok());
}

}  // namespace

TEST_CASE("E27 E28 AGW-09 AGW-14 AUD-08: offers of a WIC of which nothing can be used") {
    const auto good = crlf(worked_offer);
    const auto crypto =
        std::string("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n");
    const Row rows[] = {
        {"no SDP", "hello", 400, 0},
        {"syntax", replaced(good, "a=setup:actpass", "a=setup:perhaps"), 400, 0},
        {"no m-line", good.substr(0, good.find("m=audio")), 488, 304},
        {"no fingerprint", without_lines(good, "a=fingerprint"), 488, 399},
        {"SDES only", without_lines(good, "a=fingerprint") + crypto, 488, 399},
        {"SDES in RTP/SAVP", replaced(without_lines(good, "a=fingerprint"), "UDP/TLS/RTP/SAVPF", "RTP/SAVP") + crypto,
         488, 399},
        {"weak hash", without_lines(good, "a=fingerprint") + "a=fingerprint:sha-1 " + repeated("AB:", 19) + "AB\r\n",
         488, 399},
        {"no ICE", without_lines(good, "a=ice-"), 488, 399},
        {"no password", without_lines(good, "a=ice-pwd"), 488, 399},
        {"no rtcp-mux", without_lines(good, "a=rtcp-mux"), 488, 399},
        {"holdconn", replaced(good, "a=setup:actpass", "a=setup:holdconn"), 488, 399},
        {"plain RTP", replaced(good, "UDP/TLS/RTP/SAVPF", "RTP/AVPF"), 488, 399},
        {"unknown codec", replaced(good, "SAVPF 111 9 0 8 110 126", "SAVPF 77"), 488, 305},
        {"only events and noise", replaced(good, "SAVPF 111 9 0 8 110 126", "SAVPF 13 126"), 488, 305},
        {"only Opus at a rate nobody has",
         replaced(replaced(good, "111 9 0 8 110", "111"), "opus/48000/2", "opus/16000"), 488, 305},
        {"port 0", replaced(good, "m=audio 54609", "m=audio 0"), 488, 399},
        {"video only", replaced(good, "m=audio", "m=video"), 488, 305},
        {"MSRP", replaced(good, good.substr(good.find("m=audio")), "m=message 9 TCP/MSRP *\r\n"), 488, 304},
        {"data only",
         replaced(good, good.substr(good.find("m=audio")), "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"), 488,
         304},
    };
    for (const auto& row : rows) check_refused(Side::access, row);
}

TEST_CASE("E27 E28: offers of the core of which nothing can be used") {
    const auto good = crlf(phone_offer);
    const Row rows[] = {
        {"no SDP", "", 400, 0},
        {"no c=", without_lines(good, "c="), 488, 399},
        {"host name", replaced(good, "c=IN IP4 10.20.0.9", "c=IN IP4 phone.example"), 488, 399},
        {"multicast", replaced(good, "c=IN IP4 10.20.0.9", "c=IN IP4 224.2.1.1/127"), 488, 399},
        {"port 0", replaced(good, "m=audio 40000", "m=audio 0"), 488, 399},
        {"SDES", replaced(good, "RTP/AVP", "RTP/SAVP"), 488, 399},
        {"AMR only",
         replaced(replaced(good, "RTP/AVP 8 0 101", "RTP/AVP 97"), "rtpmap:101 telephone-event", "rtpmap:97 AMR"), 488,
         305},
        {"fax", replaced(good, "m=audio 40000 RTP/AVP 8 0 101", "m=image 40000 udptl t38"), 488, 304},
        {"video", replaced(good, "m=audio", "m=video"), 488, 305},
    };
    for (const auto& row : rows) check_refused(Side::core, row);
}

TEST_CASE("E27 E28: a description costs what it is long, however many groups, m-lines, formats and rtpmaps it names") {
    const auto good = crlf(worked_offer);
    const auto start = std::chrono::steady_clock::now();
    // 32 m-lines in one group, none with a transport of its own, and 600 mids that stand for nothing.
    std::string group = "a=group:BUNDLE", sections;
    for (int i = 0; i < 600; ++i) group += " m" + std::to_string(i);
    for (int i = 600; i < 632; ++i) {
        group += " m" + std::to_string(i);
        sections += "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\n" + repeated("a=x\r\n", 50) +
                    "a=rtcp-mux\r\na=mid:m" + std::to_string(i) + "\r\n";
    }
    const auto session = good.substr(0, good.find("m=audio"));
    const auto no_fingerprint =
        session + group + "\r\na=ice-ufrag:abcd\r\na=ice-pwd:" + std::string(22, 'p') + "\r\n" + sections;
    for (int i = 0; i < 5; ++i) check_refused(Side::access, {"groups", no_fingerprint, 488, 399});

    // 128 formats, 1,900 rtpmaps of none of them.
    std::string formats;
    for (int i = 0; i < 127; ++i) formats += " " + std::to_string(20 + i % 50);
    const auto numbers =
        replaced(good, "SAVPF 111 9 0 8 110 126", "SAVPF" + formats) + repeated("a=rtpmap:127 PCMA/8000\r\n", 1900);
    for (int i = 0; i < 5; ++i) check_refused(Side::access, {"formats", numbers, 488, 305});
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}

TEST_CASE("E29 AGW-14: one unusable m-line is port 0 on both legs, the others go on") {
    const auto good = crlf(worked_offer);
    const auto audio = good.substr(good.find("m=audio"));
    const std::string extras[] = {"m=message 9 TCP/MSRP *\r\na=mid:x\r\n",
                                  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:x\r\n",
                                  "m=text 9 UDP/TLS/RTP/SAVPF 98\r\na=rtpmap:98 t140/1000\r\na=mid:x\r\n",
                                  replaced(replaced(audio, "m=audio", "m=video"), "a=mid:0", "a=mid:x"),
                                  replaced(replaced(audio, "a=fingerprint", "a=x-fingerprint"), "a=mid:0", "a=mid:x")};
    for (const auto& extra : extras)
        for (const bool behind : {true, false}) {
            Negotiation call{Policy{}};
            const auto offer = behind ? good + extra : replaced(good, audio, extra + audio);
            const auto plan = call.offer(Side::access, offer);
            REQUIRE_MESSAGE(plan.ok(), (plan.ok() ? "" : plan.error().text), offer);
            CHECK(plan->refused == 1);
            REQUIRE(plan->streams.size() == 1);
            const std::size_t live = behind ? 0 : 1;
            CHECK(plan->streams[0].id == live);
            auto reserved = gateway();
            reserved.core[0].id = plan->streams[0].id;
            call.reserved(reserved);

            const auto core = parsed(call.forwarded_offer());
            REQUIRE(core.media.size() == 2);
            CHECK(core.media[live].port == 30000);
            CHECK(core.media[1 - live].port == 0);
            CHECK(core.media[1 - live].section.lines().empty());
            REQUIRE(call.answer(Side::core, Phone{}.answer(call.forwarded_offer())).ok());
            const auto answer = parsed(call.forwarded_answer());
            REQUIRE(answer.media.size() == 2);
            const auto offered = parsed(offer);
            CHECK(answer.media[1 - live].port == 0);
            CHECK(answer.media[1 - live].media == offered.media[1 - live].media);
            CHECK(answer.media[1 - live].proto == offered.media[1 - live].proto);
            CHECK(answer.media[1 - live].formats == offered.media[1 - live].formats);
            CHECK(answer.media[1 - live].section.attribute("mid") == "x");
            CHECK_FALSE(answer.media[1 - live].section.has("ice-ufrag"));
            CHECK(answer.media[live].port == 20000);
            CHECK(answer.session.attribute("group") == "BUNDLE 0");
        }
}

TEST_CASE("E29: a core offer with fax, video and a second audio keeps its order; the WIC gets port 0 there") {
    Negotiation call{Policy{}};
    const auto offer = replaced(crlf(phone_offer), "m=audio", "m=image 4000 udptl t38\r\nm=audio") +
                       "m=video 40002 RTP/AVP 34\r\nm=audio 40004 RTP/AVP 0\r\n";
    const auto plan = call.offer(Side::core, offer);
    REQUIRE(plan.ok());
    CHECK(plan->refused == 3);
    auto reserved = gateway();
    reserved.core[0].id = 1;
    call.reserved(reserved);
    const auto to_wic = parsed(call.forwarded_offer());
    REQUIRE(to_wic.media.size() == 4);
    for (const std::size_t i : {0, 2, 3}) CHECK(to_wic.media[i].port == 0);
    CHECK(to_wic.media[0].m_line() == "image 0 udptl t38");
    CHECK(to_wic.media[2].proto == "UDP/TLS/RTP/SAVPF");
    CHECK(to_wic.session.attribute("group") == "BUNDLE 1");
    REQUIRE(call.answer(Side::access, Browser{}.answer(call.forwarded_offer())).ok());
    CHECK(lines_with(call.forwarded_answer(), "m=") ==
          std::vector<std::string>{"m=image 0 udptl t38", "m=audio 30000 RTP/AVP 8 0 101", "m=video 0 RTP/AVP 34",
                                   "m=audio 0 RTP/AVP 0"});
}

TEST_CASE("E27 E28: answers that cannot be used change nothing") {
    Negotiation call{Policy{}};
    CHECK(call.answer(Side::core, crlf(phone_answer)).error().status == 400);  // nothing was offered
    REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
    call.reserved(gateway());
    const auto good = Phone{}.answer(call.forwarded_offer());
    CHECK(call.answer(Side::access, good).error().status == 400);  // from the offerer
    CHECK(call.answer(Side::core, "v=0").error().status == 400);
    CHECK(call.answer(Side::core, replaced(good, "m=audio 40000", "m=audio 0")).error().status == 488);
    CHECK(call.answer(Side::core, replaced(good, "m=audio", "m=video")).error().status == 488);
    CHECK(call.answer(Side::core, good + "m=video 0 RTP/AVP 31\r\n").error().status == 488);
    CHECK(call.answer(Side::core, replaced(good, "RTP/AVP 9 0 8 96 97 98", "RTP/AVP 18")).error().status == 488);
    CHECK_FALSE(call.agreed());
    CHECK(call.forwarded_answer().empty());
    CHECK(call.answer(Side::core, good).ok());
    CHECK(call.agreed());

    Negotiation in{Policy{}};
    REQUIRE(in.offer(Side::core, crlf(phone_offer)).ok());
    in.reserved(gateway());
    const auto wic = Browser{}.answer(in.forwarded_offer());
    CHECK(in.answer(Side::access, without_lines(wic, "a=fingerprint")).error().status == 488);
    CHECK(in.answer(Side::access, without_lines(wic, "a=ice-ufrag")).error().status == 488);
    CHECK(in.answer(Side::access, without_lines(wic, "a=rtcp-mux")).error().status == 488);
    CHECK(in.answer(Side::access, replaced(wic, "a=setup:active", "a=setup:actpass")).error().status == 488);
    CHECK(in.answer(Side::access, wic).ok());
}

TEST_CASE("RFC 3264 6: an answer that leaves out what it refuses at the end is taken as refusing it") {
    Negotiation call{Policy{}};
    REQUIRE(call.offer(Side::access, crlf(chromium_audio_video_data)).ok());
    call.reserved(gateway());
    REQUIRE(call.answer(Side::core, crlf(phone_answer)).ok());
    const auto answer = parsed(call.forwarded_answer());
    REQUIRE(answer.media.size() == 3);
    CHECK(answer.media[1].port == 0);
    CHECK(answer.media[2].m_line() == "application 0 UDP/DTLS/SCTP webrtc-datachannel");
    CHECK(answer.session.attribute("group") == "BUNDLE 0");
}
