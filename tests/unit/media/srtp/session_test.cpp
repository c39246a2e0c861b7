// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <random>
#include <string>

#include "slot.hpp"
#include "support/srtp_backend.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::srtp;
using test::Slot;

namespace {

struct Pair : test::Ends {
    explicit Pair(Profile profile) : Ends(profile, test::srtp_backend, test::srtp_backend) {}
};

}  // namespace

TEST_CASE("AUD-01: what one end protects the other reads, and it is not readable between") {
    for (const auto& [profile, name, aead, key, salt, rtp_tag, rtcp_tag] : transforms) {
        CAPTURE(name);
        Pair pair(profile);
        for (std::uint16_t sequence = 65000; sequence != 300; ++sequence) {
            auto slot = Slot::rtp(sequence);
            const auto clear = slot.text();
            REQUIRE(pair.wic->protect_rtp(slot.packet) == Verdict::good);
            CHECK(slot.packet.size == clear.size() + rtp_tag);
            CHECK(slot.text().find(clear.substr(12, 16)) == std::string::npos);
            REQUIRE(pair.gateway->unprotect_rtp(slot.packet) == Verdict::good);
            CHECK(slot.text() == clear);
        }
        auto report = Slot::rtcp();
        const auto clear = report.text();
        REQUIRE(pair.gateway->protect_rtcp(report.packet) == Verdict::good);
        CHECK(report.packet.size == clear.size() + 4 + rtcp_tag);
        CHECK(report.text().find(clear.substr(8, 8)) == std::string::npos);
        REQUIRE(pair.wic->unprotect_rtcp(report.packet) == Verdict::good);
        CHECK(report.text() == clear);
    }
}

TEST_CASE("AGW-15: a replayed packet is dropped") {
    for (const auto& [profile, name, aead, key, salt, rtp_tag, rtcp_tag] : transforms) {
        CAPTURE(name);
        Pair pair(profile);
        auto slot = Slot::rtp(7);
        pair.wic->protect_rtp(slot.packet);
        Slot again = slot;
        CHECK(pair.gateway->unprotect_rtp(slot.packet) == Verdict::good);
        CHECK(pair.gateway->unprotect_rtp(again.packet) == Verdict::replayed);
        auto report = Slot::rtcp();
        pair.wic->protect_rtcp(report.packet);
        Slot report_again = report;
        CHECK(pair.gateway->unprotect_rtcp(report.packet) == Verdict::good);
        CHECK(pair.gateway->unprotect_rtcp(report_again.packet) == Verdict::replayed);
    }
}

TEST_CASE("AGW-15: a wrong tag is dropped and changes nothing") {
    for (const auto& [profile, name, aead, key, salt, rtp_tag, rtcp_tag] : transforms) {
        CAPTURE(name);
        Pair pair(profile);
        auto slot = Slot::rtp(7);
        pair.wic->protect_rtp(slot.packet);
        for (std::size_t at = 12; at < slot.packet.size; at += 13) {
            Slot forged = slot;
            forged.packet.data[at] ^= 0x10;
            CHECK(pair.gateway->unprotect_rtp(forged.packet) == Verdict::unauthentic);
        }
        Slot ahead = slot;
        put_u16(ahead.packet.data + 2, 30000);
        CHECK(pair.gateway->unprotect_rtp(ahead.packet) == Verdict::unauthentic);
        CHECK(pair.gateway->unprotect_rtp(slot.packet) == Verdict::good);
    }
}

TEST_CASE("AGW-15: sources are bounded, known ones go on") {
    Pair pair(Profile::aes128_cm_sha1_80);
    for (std::uint32_t i = 0; i < max_sources; ++i) {
        auto slot = Slot::rtp(1, 100 + i);
        CHECK(pair.gateway->protect_rtp(slot.packet) == Verdict::good);
    }
    auto one_more = Slot::rtp(1, 999), known = Slot::rtp(2, 100);
    CHECK(pair.gateway->protect_rtp(one_more.packet) == Verdict::limit);
    CHECK(pair.gateway->protect_rtp(known.packet) == Verdict::good);
}

TEST_CASE("AGW-15: no room for the tag, no packet, or a key of another size is refused") {
    Pair pair(Profile::aes128_cm_sha1_80);
    auto slot = Slot::rtp(1);
    slot.packet.room = slot.packet.size + tail_octets - 1;
    CHECK(pair.gateway->protect_rtp(slot.packet) == Verdict::malformed);
    for (std::size_t size = 0; size < 12; ++size) {
        auto cut = Slot::rtp(1).sized(size);
        CHECK(pair.gateway->protect_rtp(cut.packet) == Verdict::malformed);
        CHECK(pair.gateway->unprotect_rtp(cut.packet) != Verdict::good);
        auto cut_report = Slot::rtcp().sized(size);
        CHECK(pair.gateway->unprotect_rtcp(cut_report.packet) != Verdict::good);
    }
    CHECK_FALSE(pair.gateway_backend->create({Profile::aead_aes_128_gcm, Secret("short"), Secret("short")}).ok());
}

TEST_CASE("AGW-15: 24,000 damaged packets neither crash nor pass") {
    std::mt19937 random(3711);
    for (const auto& [profile, name, aead, key, salt, rtp_tag, rtcp_tag] : transforms) {
        CAPTURE(name);
        Pair pair(profile);
        unsigned passed = 0;
        for (std::uint16_t i = 0; i < 4000; ++i) {
            const bool rtcp = i % 4 == 0;
            auto slot = rtcp ? Slot::rtcp() : Slot::rtp(i);
            if (rtcp) pair.wic->protect_rtcp(slot.packet);
            else pair.wic->protect_rtp(slot.packet);
            const auto before = slot.text();
            for (unsigned k = 0; k <= random() % 3; ++k)
                slot.packet.data[random() % slot.packet.size] = static_cast<std::uint8_t>(random());
            if (random() % 4 == 0) slot.packet.size = random() % slot.packet.size;
            if (slot.text() == before) continue;
            const auto verdict =
                rtcp ? pair.gateway->unprotect_rtcp(slot.packet) : pair.gateway->unprotect_rtp(slot.packet);
            if (verdict == Verdict::good) ++passed;
        }
        CHECK(passed == 0);
    }
}

TEST_CASE("AGW-15: packets out of order and lost ones across the roll-over; what is 1,024 behind is too old") {
    for (const auto profile : {Profile::aes128_cm_sha1_80, Profile::aead_aes_128_gcm}) {
        Pair pair(profile);
        std::vector<Slot> sent;
        for (std::uint32_t i = 0; i < 3000; ++i) {
            sent.push_back(Slot::rtp(static_cast<std::uint16_t>(64000 + i)));
            REQUIRE(pair.wic->protect_rtp(sent.back().packet) == Verdict::good);
        }
        const auto arrives = [&](std::size_t i) {
            Slot copy = sent[i];
            return pair.gateway->unprotect_rtp(copy.packet);
        };
        CHECK(arrives(1000) == Verdict::good);
        CHECK(arrives(1600) == Verdict::good);  // 600 lost, and 65535 is behind
        CHECK(arrives(1001) == Verdict::good);  // of the turn before
        CHECK(arrives(1001) == Verdict::replayed);
        CHECK(arrives(1600 - 1023) == Verdict::good);
        CHECK(arrives(1600 - 1024) == Verdict::replayed);
        CHECK(arrives(2999) == Verdict::good);
        CHECK(arrives(1999) == Verdict::good);
        CHECK(arrives(1600) == Verdict::replayed);
    }
}

TEST_CASE("AGW-15: one number is never sent twice: two packets would have one key stream") {
    for (const auto profile : {Profile::aes128_cm_sha1_80, Profile::aead_aes_128_gcm}) {
        Pair pair(profile);
        auto slot = Slot::rtp(7), other = Slot::rtp(7);
        other.octets[20] ^= 1;
        CHECK(pair.gateway->protect_rtp(slot.packet) == Verdict::good);
        CHECK(pair.gateway->protect_rtp(other.packet) == Verdict::replayed);
    }
}

TEST_CASE("AGW-15: new keys for the same ends keep the roll-over counter and the SRTCP index [RFC 3711 3.3.1]") {
    for (const auto& [from, to] : {std::pair{Profile::aes128_cm_sha1_80, Profile::aes128_cm_sha1_80},
                                   std::pair{Profile::aead_aes_128_gcm, Profile::aes128_cm_sha1_80},
                                   std::pair{Profile::aead_aes_128_gcm, Profile::aead_aes_256_gcm}}) {
        Pair pair(from);
        for (std::uint16_t sequence = 65000; sequence != 100; ++sequence) {
            auto slot = Slot::rtp(sequence);
            REQUIRE(pair.wic->protect_rtp(slot.packet) == Verdict::good);
            REQUIRE(pair.gateway->unprotect_rtp(slot.packet) == Verdict::good);
        }
        auto report = Slot::rtcp();
        REQUIRE(pair.wic->protect_rtcp(report.packet) == Verdict::good);
        auto late = Slot::rtp(100);
        REQUIRE(pair.wic->protect_rtp(late.packet) == Verdict::good);

        REQUIRE(pair.wic->rekey(test::keys_for(to, 'M', 'm')).ok());
        REQUIRE(pair.gateway->rekey(test::keys_for(to, 'm', 'M')).ok());
        CHECK(pair.gateway->unprotect_rtp(late.packet) != Verdict::good);  // under the old keys
        auto next = Slot::rtp(101);
        const auto clear = next.text();
        REQUIRE(pair.wic->protect_rtp(next.packet) == Verdict::good);
        REQUIRE(pair.gateway->unprotect_rtp(next.packet) == Verdict::good);
        CHECK(next.text() == clear);
        // An end that starts anew with these keys has another roll-over counter.
        const auto fresh = std::move(*pair.wic_backend->create(test::keys_for(to, 'M', 'm')));
        auto reset = Slot::rtp(102);
        REQUIRE(fresh->protect_rtp(reset.packet) == Verdict::good);
        CHECK(pair.gateway->unprotect_rtp(reset.packet) == Verdict::unauthentic);
    }
    Pair pair(Profile::aes128_cm_sha1_80);
    CHECK_FALSE(pair.gateway->rekey({Profile::aead_aes_256_gcm, Secret("short"), Secret("short")}).ok());
    auto slot = Slot::rtp(1);
    REQUIRE(pair.gateway->protect_rtp(slot.packet) == Verdict::good);
    CHECK(pair.wic->unprotect_rtp(slot.packet) == Verdict::good);
}

TEST_CASE("W3-02: SRTCP that says of itself that it is in clear is not taken") {
    for (const auto profile : {Profile::aes128_cm_sha1_80, Profile::aead_aes_128_gcm}) {
        Pair pair(profile);
        auto report = Slot::rtcp();
        REQUIRE(pair.wic->protect_rtcp(report.packet) == Verdict::good);
        const std::size_t word = report.packet.size - (profile == Profile::aead_aes_128_gcm ? 4 : 14);
        report.packet.data[word] &= 0x7F;
        CHECK(pair.gateway->unprotect_rtcp(report.packet) != Verdict::good);
    }
}

TEST_CASE("AUD-01: contributing sources and header extensions stay in clear, lying lengths are refused") {
    for (const auto profile : {Profile::aes128_cm_sha1_80, Profile::aead_aes_128_gcm}) {
        Pair pair(profile);
        auto slot = Slot::rtp(5);
        slot.octets[0] = 0x92;  // an extension, two contributing sources
        put_u16(&slot.octets[22], 2);
        const auto clear = slot.text();
        auto lying = slot;
        put_u16(&lying.octets[22], 38);
        REQUIRE(pair.wic->protect_rtp(slot.packet) == Verdict::good);
        CHECK(slot.text().substr(0, 32) == clear.substr(0, 32));
        CHECK(slot.text().substr(32, 16) != clear.substr(32, 16));
        REQUIRE(pair.gateway->unprotect_rtp(slot.packet) == Verdict::good);
        CHECK(slot.text() == clear);
        CHECK(pair.wic->protect_rtp(lying.packet) == Verdict::malformed);
        CHECK(pair.gateway->unprotect_rtp(lying.packet) == Verdict::malformed);
    }
}

TEST_CASE("AUD-01: a whole packet as every SRTP library knows it") {
    const auto backend = std::move(*make_backend(test::srtp_backend));
    const Secret key(test::from_hex("e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6"));
    const auto session = std::move(*backend->create({Profile::aes128_cm_sha1_80, key, key}));
    auto slot = Slot::of(test::from_hex("800f1234decafbadcafebabe abababababababababababababababab"));
    REQUIRE(session->protect_rtp(slot.packet) == Verdict::good);
    CHECK(slot.text() ==
          test::from_hex("800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb"));
}
