// SPDX-License-Identifier: Apache-2.0
// Audio without a codec in common. (AUD-03, AUD-04, AGW-10) [TS 26.114 5.2.1, RFC 4867 8.3]
#include <wims/signalling/ims_alg.hpp>

#include <doctest/doctest.h>

#include "offers.hpp"
#include "peers.hpp"

using namespace wims;
using namespace wims::ims_alg;
using namespace wims::test;

namespace {

Policy with_codecs() {
    Policy policy;
    policy.transcodes = {{"opus", 48000, 2, "useinbandfec=1", 20},
                         {"AMR-WB", 16000, 1, "mode-change-capability=2;max-red=0", 20},
                         {"AMR", 8000, 1, "mode-change-capability=2;max-red=0", 20},
                         {"G722", 8000, 1, "", 20},
                         {"PCMA", 8000, 1, "", 20},
                         {"L16", 16000, 1, "", 20}};
    return policy;
}

/// What a VoLTE phone offers.
const std::string volte_offer = crlf(
    "v=0\no=phone 1 1 IN IP4 10.20.0.9\ns=call\nc=IN IP4 10.20.0.9\nt=0 0\n"
    "m=audio 40000 RTP/AVP 116 107 118 96 111 110\nb=AS:41\n"
    "a=rtpmap:116 AMR-WB/16000/1\na=fmtp:116 crc=1;octet-align=1\n"
    "a=rtpmap:107 AMR-WB/16000\na=fmtp:107 octet-align=1;mode-set=0,1,2;mode-change-capability=2;max-red=220\n"
    "a=rtpmap:118 AMR/8000/1\na=fmtp:118 mode-change-capability=2;max-red=220\n"
    "a=rtpmap:96 EVS/16000\na=rtpmap:111 telephone-event/16000\na=fmtp:111 0-15\n"
    "a=rtpmap:110 telephone-event/8000\na=fmtp:110 0-15\na=ptime:20\na=maxptime:240\na=sendrecv\n");

std::string volte_answer(std::string_view codec, std::string_view fmtp, unsigned type, unsigned event) {
    const auto t = std::to_string(type), e = std::to_string(event);
    return crlf("v=0\no=phone 1 1 IN IP4 10.20.0.9\ns=call\nc=IN IP4 10.20.0.9\nt=0 0\nm=audio 40000 RTP/AVP " + t +
                " " + e + "\na=rtpmap:" + t + " " + std::string(codec) + "\na=fmtp:" + t + " " + std::string(fmtp) +
                "\na=rtpmap:" + e + " telephone-event/16000\na=ptime:20\n");
}

/// The payload types of a codec in a description.
std::vector<std::string> types_of(std::string_view sdp, std::string_view codec) {
    std::vector<std::string> types;
    for (const auto& line : lines_with(sdp, "a=rtpmap:"))
        if (line.ends_with(" " + std::string(codec))) types.push_back(line.substr(9, line.find(' ') - 9));
    return types;
}
/// The first, empty when there is none.
std::string type_of(std::string_view sdp, std::string_view codec) {
    const auto types = types_of(sdp, codec);
    return types.empty() ? std::string() : types.front();
}
std::string fmtp_of(std::string_view sdp, const std::string& type) {
    const auto lines = lines_with(sdp, "a=fmtp:" + type + " ");
    return lines.empty() ? std::string() : lines.front().substr(8 + type.size());
}

std::string m_audio(std::string_view sdp) { return lines_with(sdp, "m=audio").at(0); }

}  // namespace

TEST_CASE("AUD-04: what the gateway codes is offered to the core, behind what passes, with the event in its clock") {
    Negotiation call{with_codecs()};
    REQUIRE(call.offer(Side::access, crlf(worked_offer)));
    call.reserved(gateway());
    const auto offer = call.forwarded_offer();
    const auto wide = types_of(offer, "AMR-WB/16000"), narrow = types_of(offer, "AMR/8000");
    REQUIRE(wide.size() == 2);
    REQUIRE(narrow.size() == 2);
    CHECK(m_audio(offer).find(" 9 0 8 " + type_of(offer, "opus/48000/2") + " " + wide[0] + " " + wide[1] + " " +
                              narrow[0] + " " + narrow[1] + " ") != std::string::npos);
    CHECK(fmtp_of(offer, wide[0]) == "mode-change-capability=2;max-red=0");
    CHECK(fmtp_of(offer, wide[1]) == "mode-change-capability=2;max-red=0;octet-align=1");
    CHECK_FALSE(type_of(offer, "telephone-event/16000").empty());
    CHECK(type_of(offer, "L16/16000").empty());
}

TEST_CASE("AUD-04: nothing of AMR without a gateway that codes it") {
    Negotiation call{Policy{}};
    REQUIRE(call.offer(Side::access, crlf(worked_offer)));
    call.reserved(gateway());
    CHECK(call.forwarded_offer().find("AMR") == std::string::npos);
    CHECK(call.forwarded_offer().find("telephone-event/16000") == std::string::npos);

    Negotiation from_core{Policy{}};
    const auto refused = from_core.offer(Side::core, volte_offer);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == 488);  // AUD-08
    CHECK(warning_of(refused.error()).code == 305);
}

TEST_CASE("AUD-03: a phone answers AMR-WB: the gateway codes it from the WIC's Opus, events change their clock") {
    Negotiation call{with_codecs()};
    REQUIRE(call.offer(Side::access, crlf(worked_offer)));
    call.reserved(gateway());
    const auto offer = call.forwarded_offer();
    const auto amr = static_cast<unsigned>(std::stoi(types_of(offer, "AMR-WB/16000").at(1)));
    const auto event = static_cast<unsigned>(std::stoi(type_of(offer, "telephone-event/16000")));

    const auto plan = call.answer(Side::core, volte_answer("AMR-WB/16000", "octet-align=1;mode-set=0,2", amr, event));
    REQUIRE_MESSAGE(plan.ok(), (plan.ok() ? "" : plan.error().text));
    const auto& stream = plan->streams.at(0);
    REQUIRE(stream.transcoding);
    CHECK(stream.transcoding->access_type == 111);
    CHECK(stream.transcoding->access == iq::Codec{"opus", 48000, 2, "minptime=10;useinbandfec=1", 20});
    CHECK(stream.transcoding->core_type == amr);
    CHECK(stream.transcoding->core == iq::Codec{"AMR-WB", 16000, 1, "octet-align=1;mode-set=0,2", 20});
    REQUIRE(stream.payloads.size() == 1);
    CHECK(stream.payloads[0].access_type == 110);
    CHECK(stream.payloads[0].core_type == event);
    CHECK(stream.payloads[0].clock_rate == 48000);
    CHECK(stream.payloads[0].core_clock_rate == 16000);

    const auto answer = call.forwarded_answer();
    CHECK(m_audio(answer).ends_with(" 111 110"));
    CHECK(lines_with(answer, "a=fmtp:111").at(0) == "a=fmtp:111 useinbandfec=1");  // the gateway's own
    CHECK(answer.find("AMR") == std::string::npos);
}

TEST_CASE("AUD-02: a phone that answers G.711 although AMR was offered gets the WIC's own packets") {
    Negotiation call{with_codecs()};
    REQUIRE(call.offer(Side::access, crlf(worked_offer)));
    call.reserved(gateway());
    const auto offer = call.forwarded_offer();
    const auto plan = call.answer(
        Side::core, Phone{.formats = {"8", type_of(offer, "AMR/8000"), type_of(offer, "telephone-event/8000"),
                                      type_of(offer, "telephone-event/16000")}}
                        .answer(offer));
    REQUIRE(plan.ok());
    CHECK_FALSE(plan->streams[0].transcoding);
    CHECK(m_audio(call.forwarded_answer()).ends_with(" 8 126"));
}

TEST_CASE("AUD-03: a phone that prefers AMR and knows G.711 has both: one is coded, the other passes") {
    Negotiation call{with_codecs()};
    REQUIRE(call.offer(Side::access, crlf(worked_offer)));
    call.reserved(gateway());
    const auto offer = call.forwarded_offer();
    const auto amr = type_of(offer, "AMR/8000");
    const auto plan =
        call.answer(Side::core, Phone{.formats = {amr, "8", type_of(offer, "telephone-event/8000")}}.answer(offer));
    REQUIRE(plan.ok());
    const auto& stream = plan->streams[0];
    REQUIRE(stream.transcoding);
    CHECK(stream.transcoding->core.encoding == "AMR");
    REQUIRE(stream.payloads.size() == 2);
    CHECK(stream.payloads[0].encoding == "PCMA");
    CHECK(stream.payloads[1].access_type == 110);
    CHECK(stream.payloads[1].core_clock_rate == 8000);
    CHECK(m_audio(call.forwarded_answer()).ends_with(" 111 8 110"));
}

TEST_CASE(
    "AUD-03: a VoLTE phone calls: the WIC is offered what the gateway codes, the phone hears its own parameters") {
    Negotiation call{with_codecs()};
    const auto plan = call.offer(Side::core, volte_offer);
    REQUIRE_MESSAGE(plan.ok(), (plan.ok() ? "" : plan.error().text));
    call.reserved(gateway());
    const auto offer = call.forwarded_offer();
    CHECK(offer.find("AMR") == std::string::npos);
    CHECK(m_audio(offer).ends_with(" 111 9 8 110 126"));

    const auto agreed = call.answer(Side::access, Browser{}.answer(offer));
    REQUIRE(agreed.ok());
    const auto& stream = agreed->streams[0];
    REQUIRE(stream.transcoding);
    CHECK(stream.transcoding->access.encoding == "opus");
    CHECK(stream.transcoding->core_type == 107);  // 116 wants checksums
    CHECK(stream.transcoding->core.parameters == "octet-align=1;mode-set=0,1,2;mode-change-capability=2;max-red=220");
    REQUIRE(stream.payloads.size() == 1);
    CHECK(stream.payloads[0].access_type == 110);
    CHECK(stream.payloads[0].core_type == 111);

    const auto answer = call.forwarded_answer();
    CHECK(m_audio(answer).ends_with(" 107 111"));
    CHECK(lines_with(answer, "a=fmtp:107").at(0) ==
          "a=fmtp:107 octet-align=1;mode-set=0,1,2;mode-change-capability=2;max-red=220");
    CHECK(answer.find("opus") == std::string::npos);
}

TEST_CASE("AUD-02: a phone that offers AMR-WB and G.711: G.711 passes, nothing is coded") {
    Negotiation call{with_codecs()};
    auto both = replaced(volte_offer, "RTP/AVP 116", "RTP/AVP 8 116");
    REQUIRE(call.offer(Side::core, both));
    call.reserved(gateway());
    CHECK(m_audio(call.forwarded_offer()).ends_with(" 8 126"));
    const auto agreed = call.answer(Side::access, Browser{}.answer(call.forwarded_offer()));
    REQUIRE(agreed.ok());
    CHECK_FALSE(agreed->streams[0].transcoding);
    CHECK(m_audio(call.forwarded_answer()).ends_with(" 8 110"));
}

TEST_CASE("AUD-03: on hold and back the same codecs are coded under the same numbers") {
    Negotiation call{with_codecs()};
    REQUIRE(call.offer(Side::core, volte_offer));
    call.reserved(gateway());
    const auto first = call.answer(Side::access, Browser{}.answer(call.forwarded_offer()));
    REQUIRE(first.ok());
    REQUIRE(call.offer(Side::core, replaced(volte_offer, "a=sendrecv", "a=sendonly")));
    const auto held = call.answer(Side::access, Browser{.direction = "recvonly"}.answer(call.forwarded_offer()));
    REQUIRE(held.ok());
    CHECK(held->streams[0].transcoding == first->streams[0].transcoding);
    CHECK_FALSE(held->streams[0].through.to_core);
    CHECK(m_audio(call.forwarded_answer()).ends_with(" 107 111"));
}

TEST_CASE("AUD-03: a WIC with a packet time of its own is sent packets of that length") {
    Negotiation call{with_codecs()};
    REQUIRE(call.offer(Side::core, volte_offer));
    call.reserved(gateway());
    const auto plan =
        call.answer(Side::access, Browser{}.answer(call.forwarded_offer()) + "a=ptime:60\r\na=maxptime:40\r\n");
    REQUIRE(plan.ok());
    CHECK(plan->streams[0].transcoding->access.ptime == 40);
    CHECK(plan->streams[0].transcoding->core.ptime == 20);
}
