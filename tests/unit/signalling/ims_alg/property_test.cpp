// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <source_location>

#include <wims/signalling/ims_alg.hpp>
#include "common/sdp/direction.hpp"
#include "common/sdp/group.hpp"
#include "common/sdp/rtpmap.hpp"
#include "offer_generator.hpp"
#include "offers.hpp"
#include "peers.hpp"

using namespace wims;
using namespace wims::ims_alg;
using namespace wims::test;

namespace {

constexpr int offers = 2000;
constexpr std::uint32_t seed = 20261121;

/// ALG-10, written down a second time, from the requirements.
constexpr std::string_view never_on_core[] = {"a=group",
                                              "a=mid",
                                              "a=bundle-only",
                                              "a=rtcp-mux",
                                              "a=rtcp-rsize",
                                              "a=ice-",
                                              "a=candidate",
                                              "a=remote-candidates",
                                              "a=end-of-candidates",
                                              "a=fingerprint",
                                              "a=setup",
                                              "a=tls-id",
                                              "a=msid",
                                              "a=ssrc",
                                              "a=rid",
                                              "a=simulcast",
                                              "a=sctp",
                                              "a=max-message-size",
                                              "a=dcmap",
                                              "a=dcsa",
                                              "a=crypto"};
constexpr std::string_view never_a_codec[] = {"rtx/", "red/", "ulpfec/", "flexfec", "CN/", "ISAC", "iLBC", "AMR"};

/// An assertion only when it fails: these run hundreds of thousands of times.
void need(bool holds, std::string_view what = {}, const std::string& text = {},
          std::source_location where = std::source_location::current()) {
    if (!holds) FAIL("line ", where.line(), ": ", what, "\n", text);
}

bool says(const std::string& text, std::string_view line_start) {
    return text.find("\r\n" + std::string(line_start)) != std::string::npos;
}

void check_core_clean(const std::string& core, const OfferGenerator::Offer& offer) {
    for (const auto prefix : never_on_core) need(!says(core, prefix), prefix, core);
    for (const auto* part : {"hdrext", "transport-cc", "goog-remb", "webrtc"}) {
        const auto at = core.find(part);
        // m-lines that are refused keep their formats.
        need(at == std::string::npos || core.rfind("m=application", at) != std::string::npos, part, core);
    }
    for (const auto codec : never_a_codec) need(core.find(codec) == std::string::npos, codec, core);
    for (const auto& secret : offer.secrets) need(core.find(secret) == std::string::npos, secret, core);
}

void check_core_offer(const sdp::SessionDescription& core, const sdp::SessionDescription& wic) {
    need(core.media.size() == wic.media.size());
    std::set<std::uint16_t> ports;
    for (std::size_t i = 0; i < core.media.size(); ++i) {
        const auto& media = core.media[i];
        need(media.media == wic.media[i].media);
        if (media.port == 0) continue;
        need(media.proto == (media.media == "video" ? "RTP/AVPF" : "RTP/AVP"));
        need(media.section.has("rtcp"));
        need(ports.insert(media.port).second);
        std::set<std::string> types(media.formats.begin(), media.formats.end());
        need(types.size() == media.formats.size());
        for (const auto value : media.section.attributes("rtpmap")) {
            const auto map = *sdp::Rtpmap::parse(value);
            need(types.count(std::to_string(map.payload_type)) == 1);
            if (map.encoding == "G722") need(map.payload_type == 9);
            if (map.encoding == "PCMA") need(map.payload_type == 8);
            if (map.encoding == "opus") need(map.payload_type >= 96);
        }
    }
    need(ports.size() == 1 || ports.size() == 2);
}

void check_mappings(const std::vector<iq::PayloadMapping>& payloads) {
    need(!payloads.empty());
    std::set<int> access, core;
    bool voice = false, opus = false, wide_event = false;
    for (const auto& p : payloads) {
        need(access.insert(p.access_type).second);
        need(core.insert(p.core_type).second);
        voice |= p.encoding != "telephone-event";
        opus |= p.encoding == "opus";
        need(p.core_clock_rate == 0 || (p.encoding == "telephone-event" && p.core_clock_rate != p.clock_rate));
        wide_event |= p.encoding == "telephone-event" && p.clock_rate == 48000;
    }
    need(voice);
    need(!wide_event || opus);
}

std::string_view direction(const sdp::SessionDescription& d, std::size_t i) {
    return sdp::to_string(sdp::direction_of(d.session, d.media[i].section));
}

/// RFC 3264 6, RFC 9143 7.3, RFC 8842 5.3, and what every used m-line on W3 must have.
void check_wic_answer(const sdp::SessionDescription& answer, const sdp::SessionDescription& offer) {
    need(answer.media.size() == offer.media.size());
    need(answer.session.has("ice-lite"));
    std::vector<std::string> used_mids;
    bool transport_seen = false;
    for (std::size_t i = 0; i < answer.media.size(); ++i) {
        const auto& media = answer.media[i];
        const auto& offered = offer.media[i];
        need(media.media == offered.media);
        need(media.proto == offered.proto);
        need(media.section.attribute("mid") == offered.section.attribute("mid"));
        need(!media.section.has("crypto"));
        for (const auto value : media.section.attributes("extmap")) {
            const auto id = value.substr(0, value.find_first_of("/ "));
            need(says(sdp::to_string(offer), "a=extmap:" + std::string(id)), value);
        }
        for (const auto& format : media.formats)
            need(std::find(offered.formats.begin(), offered.formats.end(), format) != offered.formats.end());
        if (media.port == 0) continue;
        for (const auto* name : {"ice-ufrag", "ice-pwd", "candidate", "fingerprint", "rtcp-mux", "end-of-candidates"})
            need(media.section.has(name));
        const auto setup = media.section.attribute("setup");
        const bool one_role = setup == "active" || setup == "passive";
        need(one_role);
        // One transport, one role: the first m-line of the group has the say. [RFC 9143 7.1.3]
        if (const auto asked = offered.section.attribute("setup"); !transport_seen && asked && *asked != "actpass")
            need(setup == (*asked == "active" ? "passive" : "active"));
        transport_seen = true;
        const auto asked = direction(offer, i), given = direction(answer, i);
        if (asked == "sendonly") need(given == "recvonly" || given == "inactive");
        if (asked == "recvonly") need(given == "sendonly" || given == "inactive");
        if (asked == "inactive") need(given == "inactive");
        for (const auto value : media.section.attributes("rtpmap")) {
            const auto map = *sdp::Rtpmap::parse(value);
            for (const auto theirs : offered.section.attributes("rtpmap"))
                if (const auto m = *sdp::Rtpmap::parse(theirs); m.payload_type == map.payload_type) need(m == map);
        }
        if (const auto mid = media.section.attribute("mid")) used_mids.emplace_back(*mid);
    }
    const auto group = answer.session.attribute("group");
    if (!offer.session.has("group")) need(!group);
    if (group) need(sdp::Group::parse(*group)->mids == used_mids);
}

std::string phone_answer_to(const std::string& core, std::mt19937& random) {
    static constexpr const char* directions[] = {"sendrecv", "sendrecv", "sendonly", "recvonly", "inactive"};
    Phone phone;
    phone.direction = directions[random() % 5];
    phone.port = static_cast<int>(1024 + random() % 60000);
    const auto description = parsed(core);
    for (const auto& media : description.media) {
        if (media.port == 0) continue;
        // The first format is a codec; of the others any.
        phone.formats.push_back(media.formats[0]);
        for (std::size_t i = 1; i < media.formats.size(); ++i)
            if (random() % 2) phone.formats.push_back(media.formats[i]);
    }
    return phone.answer(core);
}

}  // namespace

TEST_CASE("ALG-10 ALG-01..06 AUD-02 AUD-06 BND-01 E29: 2,000 different real-looking offers of WICs") {
    OfferGenerator generator(seed);
    std::mt19937 random(seed);
    std::set<std::string> different;
    int with_video = 0;
    for (int n = 0; n < offers; ++n) {
        const auto offer = generator.next();
        different.insert(offer.sdp);
        const auto wic = parsed(offer.sdp);
        Negotiation call{Policy{}};
        const auto plan = call.offer(Side::access, offer.sdp);
        REQUIRE_MESSAGE(plan.ok(), (plan.ok() ? "" : plan.error().text), "\n", offer.sdp);
        REQUIRE(plan->streams.size() >= 1);
        with_video += plan->streams.size() == 2;
        REQUIRE(plan->streams.size() <= 2);
        REQUIRE(plan->access_remote);
        auto reserved = gateway(plan->streams.size());
        for (std::size_t i = 0; i < reserved.core.size(); ++i) reserved.core[i].id = plan->streams[i].id;
        call.reserved(reserved);

        const auto core = call.forwarded_offer();
        check_core_clean(core, offer);
        check_core_offer(parsed(core), wic);
        const auto answered = call.answer(Side::core, phone_answer_to(core, random));
        REQUIRE_MESSAGE(answered.ok(), (answered.ok() ? "" : answered.error().text), "\n", core);
        check_mappings(answered->streams[0].payloads);
        check_wic_answer(parsed(call.forwarded_answer()), wic);
        // A refresh says the same on both legs.
        const auto reply = call.forwarded_answer();
        REQUIRE(call.offer(Side::access, offer.sdp).ok());
        REQUIRE(call.forwarded_offer() == core);
        call.abandon_offer();
        REQUIRE(call.forwarded_answer() == reply);
    }
    CHECK(different.size() == offers);
    CHECK(with_video > 100);
}

TEST_CASE("E27: 2,000 damaged offers are refused with 400 or 488, or still give a clean core offer") {
    OfferGenerator generator(seed + 1);
    std::mt19937 random(seed + 1);
    int refused = 0;
    for (int n = 0; n < 2000; ++n) {
        auto offer = generator.next();
        auto text = offer.sdp;
        for (auto hits = 1 + random() % 3; hits > 0; --hits) {
            const auto at = random() % text.size();
            switch (random() % 3) {
                case 0: text[at] = static_cast<char>(random()); break;
                case 1: text.erase(at, 1 + random() % 20); break;
                default: text.insert(at, text.substr(random() % text.size(), random() % 40));
            }
        }
        Negotiation call{Policy{}};
        const auto plan = call.offer(Side::access, text);
        if (!plan) {
            ++refused;
            need(plan.error().status == 400 || plan.error().status == 488, plan.error().text, text);
            continue;
        }
        call.reserved(gateway(32));
        const auto core = call.forwarded_offer();
        for (const auto prefix : never_on_core) need(!says(core, prefix), prefix, core);
        need(parsed(core).media.size() == parsed(text).media.size(), "m-line count", core);
    }
    CHECK(refused > 100);
    CHECK(refused < 1800);
}
