// SPDX-License-Identifier: Apache-2.0
// RTP/SAVP on the core leg: keys in SDP. [RFC 4568]
#include <wims/signalling/ims_alg.hpp>

#include <doctest/doctest.h>

#include "common/sdp/crypto.hpp"
#include "offers.hpp"
#include "peers.hpp"

using namespace wims;
using namespace wims::ims_alg;
using namespace wims::test;

namespace {

const std::string inline_30 = "inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";  // 30 octets of zeros

/// The phone's offer over RTP/SAVP with these a=crypto lines.
std::string protected_offer(const std::string& crypto, const char* proto = "RTP/SAVP") {
    auto offer = replaced(crlf(phone_offer), "RTP/AVP", proto);
    return offer + crypto;
}
std::string line(const std::string& suite, unsigned tag = 1, const std::string& rest = {}) {
    return "a=crypto:" + std::to_string(tag) + " " + suite + " " + inline_30 + rest + "\r\n";
}

sdp::Crypto only_crypto(std::string_view text) {
    const auto lines = lines_with(text, "a=crypto:");
    REQUIRE(lines.size() == 1);
    const auto crypto = sdp::Crypto::parse(std::string_view(lines[0]).substr(9));
    REQUIRE(crypto);
    return *crypto;
}

/// What a phone answers to the lines of an offer: the one with this tag, and a key of its own.
std::string phone_answers(std::string_view offer, unsigned tag, std::string_view suite) {
    const std::string key(suite == "AEAD_AES_128_GCM" ? 28 : 30, 'p');
    const sdp::Crypto own{tag, std::string(suite), Secret(key)};
    return Phone{}.answer(offer) + "a=crypto:" + own.to_string() + "\r\n";
}

}  // namespace

TEST_CASE("W3-02: the core offers RTP/SAVP: its first suite of ours is answered, the keys go to the gateway") {
    for (const auto* proto : {"RTP/SAVP", "RTP/SAVPF"}) {
        Negotiation call{Policy{}};
        const auto offer =
            protected_offer(line("F8_128_HMAC_SHA1_80", 1) + line("AES_CM_128_HMAC_SHA1_32", 7, "|2^20") +
                                line("AES_CM_128_HMAC_SHA1_80", 8),
                            proto);
        const auto plan = call.offer(Side::core, offer);
        REQUIRE_MESSAGE(plan.ok(), (plan.ok() ? "" : plan.error().text));
        REQUIRE(plan->streams[0].core_sdes);
        CHECK(plan->streams[0].core_sdes->remote.key.reveal() == std::string(30, '\0'));
        call.reserved(gateway());
        CHECK(lines_with(call.forwarded_offer(), "a=crypto").empty());  // AGW-09

        const auto agreed = call.answer(Side::access, Browser{}.answer(call.forwarded_offer()));
        REQUIRE(agreed.ok());
        const auto answer = call.forwarded_answer();
        CHECK(lines_with(answer, "m=audio")[0].find(std::string(" ") + proto + " ") != std::string::npos);
        const auto own = only_crypto(answer);
        CHECK(own.tag == 7);
        CHECK(own.suite == "AES_CM_128_HMAC_SHA1_32");
        CHECK(own.key.reveal() != std::string(30, '\0'));
        CHECK(agreed->streams[0].core_sdes == plan->streams[0].core_sdes);
        CHECK(agreed->streams[0].core_sdes->local == iq::CryptographicSdesAttribute{own.suite, own.key});
        CHECK(agreed->streams[0].core_sdes->remote.suite == own.suite);
    }
}

TEST_CASE("W3-02: towards a core peer that can, RTP/SAVP is offered, and what it chooses is used") {
    for (const auto* suite : {"AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM"}) {
        const unsigned tag = std::string_view(suite) == "AEAD_AES_128_GCM" ? 2 : 1;
        Negotiation call{Policy{.core_srtp = CoreSrtp::offered}};
        REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
        call.reserved(gateway());
        const auto offer = call.forwarded_offer();
        CHECK(lines_with(offer, "m=audio")[0].find(" RTP/SAVP ") != std::string::npos);
        CHECK(lines_with(offer, "a=crypto").size() == 2);
        const auto plan = call.answer(Side::core, phone_answers(offer, tag, suite));
        REQUIRE(plan.ok());
        const auto& sdes = plan->streams[0].core_sdes;
        REQUIRE(sdes);
        CHECK(sdes->local.suite == suite);
        CHECK(sdes->remote.key.reveal().front() == 'p');
        CHECK(offer.find(sdp::Crypto{tag, suite, sdes->local.key}.to_string()) != std::string::npos);
        CHECK(lines_with(call.forwarded_answer(), "a=crypto").empty());

        // A later offer repeats the gateway's keys, from either side.
        REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
        CHECK(lines_with(call.forwarded_offer(), "a=crypto") == lines_with(offer, "a=crypto"));
    }
}

TEST_CASE("W3-02: the core leg of a call keeps what it has: in clear or protected") {
    Negotiation clear{Policy{.core_srtp = CoreSrtp::offered}};
    REQUIRE(clear.offer(Side::core, crlf(phone_offer)).ok());
    clear.reserved(gateway());
    REQUIRE(clear.answer(Side::access, Browser{}.answer(clear.forwarded_offer())).ok());
    REQUIRE(clear.offer(Side::access, Browser{}.answer(clear.forwarded_offer())).ok());
    CHECK(lines_with(clear.forwarded_offer(), "a=crypto").empty());

    Negotiation call{Policy{}};
    REQUIRE(call.offer(Side::core, protected_offer(line("AES_CM_128_HMAC_SHA1_80"))).ok());
    call.reserved(gateway());
    const auto for_wic = call.forwarded_offer();
    REQUIRE(call.answer(Side::access, Browser{}.answer(for_wic)).ok());
    const auto own = only_crypto(call.forwarded_answer());
    REQUIRE(call.offer(Side::access, Browser{}.answer(for_wic)).ok());
    const auto offer = call.forwarded_offer();
    CHECK(lines_with(offer, "m=audio")[0].find(" RTP/SAVP ") != std::string::npos);
    CHECK(lines_with(offer, "a=crypto")[0] == "a=crypto:" + own.to_string());
}

TEST_CASE("W3-02: an answer in clear, with another tag or another suite than offered is refused") {
    const std::string key_of_30 = inline_30;
    for (const auto& crypto : {std::string{}, line("AES_CM_128_HMAC_SHA1_80", 9), line("AES_CM_128_HMAC_SHA1_80", 2),
                               "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:short\r\n" + std::string{}}) {
        CAPTURE(crypto);
        Negotiation call{Policy{.core_srtp = CoreSrtp::offered}};
        REQUIRE(call.offer(Side::access, crlf(worked_offer)).ok());
        call.reserved(gateway());
        auto answer = Phone{}.answer(call.forwarded_offer());
        if (crypto.empty()) answer = replaced(answer, "RTP/SAVP", "RTP/AVP");
        const auto plan = call.answer(Side::core, answer + crypto);
        REQUIRE_FALSE(plan.ok());
        CHECK(plan.error().status == 488);
    }
}

TEST_CASE("W3-02: RTP/SAVP that cannot be served is refused: no suite of ours, an MKI, or by policy") {
    const auto refused = [](const std::string& crypto, CoreSrtp policy = CoreSrtp::answered) {
        Negotiation call{Policy{.core_srtp = policy}};
        const auto plan = call.offer(Side::core, protected_offer(crypto));
        return !plan.ok() && plan.error().status == 488;
    };
    CHECK_FALSE(refused(line("AES_CM_128_HMAC_SHA1_80")));
    CHECK(refused(line("AES_CM_128_HMAC_SHA1_80"), CoreSrtp::never));
    CHECK(refused(""));
    CHECK(refused(line("F8_128_HMAC_SHA1_80")));
    CHECK(refused(line("AEAD_AES_256_GCM")));                         // a key too short for it
    CHECK(refused(line("AES_CM_128_HMAC_SHA1_80", 1, "|2^20|1:4")));  // a master key identifier
    CHECK(refused(line("AES_CM_128_HMAC_SHA1_80", 1, " UNENCRYPTED_SRTP")));
    CHECK(refused(line("AES_CM_128_HMAC_SHA1_80", 1, ";" + inline_30)));
    CHECK_FALSE(refused(line("AES_CM_128_HMAC_SHA1_80", 1, "|2^31 WSH=128")));
}

TEST_CASE("AGW-09: a=crypto of a WIC is neither read nor passed on, whatever the policy") {
    for (const auto policy : {CoreSrtp::never, CoreSrtp::answered}) {
        Negotiation call{Policy{.core_srtp = policy}};
        const auto plan = call.offer(Side::access, crlf(worked_offer) + line("AES_CM_128_HMAC_SHA1_80"));
        REQUIRE(plan.ok());
        CHECK_FALSE(plan->streams[0].core_sdes);
        call.reserved(gateway());
        CHECK(lines_with(call.forwarded_offer(), "a=crypto").empty());
    }
}

TEST_CASE("ALG-12: a new tls-id of the WIC is answered with a new one, the same answer again with the same") {
    Negotiation call{Policy{}};
    const auto offer = [](const char* id) { return crlf(worked_offer) + "a=tls-id:" + id + "\r\n"; };
    const auto answered = [&](const char* id) {
        REQUIRE(call.offer(Side::access, offer(id)).ok());
        if (!call.reserved()) call.reserved(gateway());
        const auto answer = Phone{}.answer(call.forwarded_offer());
        REQUIRE(call.answer(Side::core, answer).ok());
        const auto first = lines_with(call.forwarded_answer(), "a=tls-id");
        REQUIRE(call.answer(Side::core, answer).ok());
        CHECK(lines_with(call.forwarded_answer(), "a=tls-id") == first);
        REQUIRE(first.size() == 1);
        return first[0];
    };
    const auto one = answered("abcdefghijklmnopqrst");
    CHECK(answered("abcdefghijklmnopqrst") == one);
    const auto two = answered("ABCDEFGHIJKLMNOPQRST");
    CHECK(two != one);
}
