// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <random>
#include <string>

#include "media/rtp/octets.hpp"
#include "media/srtp/session.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::srtp;

namespace {

struct Slot {
    alignas(8) std::array<std::uint8_t, 400> octets{};
    Packet packet{octets.data(), 0, octets.size()};

    static Slot rtp(std::uint16_t sequence, std::uint32_t ssrc = 0x01020304) {
        Slot slot;
        slot.octets[0] = 0x80;
        slot.octets[1] = 8;
        put_u16(&slot.octets[2], sequence);
        put_u32(&slot.octets[8], ssrc);
        for (std::size_t i = 12; i < 172; ++i) slot.octets[i] = static_cast<std::uint8_t>(i);
        return slot.sized(172);
    }
    static Slot rtcp(std::uint32_t ssrc = 0x01020304) {
        Slot slot;
        slot.octets[0] = 0x80;
        slot.octets[1] = 201;
        slot.octets[3] = 1;
        put_u32(&slot.octets[4], ssrc);
        return slot.sized(8);
    }
    Slot sized(std::size_t size) {
        packet.size = size;
        return *this;
    }
    Slot() = default;
    Slot(const Slot& other) : octets(other.octets), packet{octets.data(), other.packet.size, octets.size()} {}
    Slot& operator=(const Slot&) = delete;
    std::string text() const { return {reinterpret_cast<const char*>(packet.data), packet.size}; }
};

struct Pair {
    std::unique_ptr<Backend> backend;
    std::unique_ptr<Session> gateway, wic;

    explicit Pair(Profile profile) {
        auto made = default_backend();
        REQUIRE(made.ok());
        backend = std::move(*made);
        const std::size_t size = key_octets(profile) + salt_octets(profile);
        const Secret one(std::string(size, 'k')), two(std::string(size, 'K'));
        gateway = std::move(*backend->create({profile, one, two}));
        wic = std::move(*backend->create({profile, two, one}));
    }
};

constexpr Profile profiles[] = {Profile::aes128_cm_sha1_80, Profile::aead_aes_128_gcm};

}  // namespace

TEST_CASE("AUD-01: what one end protects the other reads, and it is not readable between") {
    for (const auto profile : profiles) {
        Pair pair(profile);
        for (std::uint16_t sequence = 65000; sequence != 300; ++sequence) {
            auto slot = Slot::rtp(sequence);
            const auto clear = slot.text();
            REQUIRE(pair.wic->protect_rtp(slot.packet) == Verdict::good);
            CHECK(slot.packet.size > clear.size());
            CHECK(slot.text().find(clear.substr(12, 16)) == std::string::npos);
            REQUIRE(pair.gateway->unprotect_rtp(slot.packet) == Verdict::good);
            CHECK(slot.text() == clear);
        }
        auto report = Slot::rtcp();
        const auto clear = report.text();
        REQUIRE(pair.gateway->protect_rtcp(report.packet) == Verdict::good);
        REQUIRE(pair.wic->unprotect_rtcp(report.packet) == Verdict::good);
        CHECK(report.text() == clear);
    }
}

TEST_CASE("AGW-15: a replayed packet is dropped") {
    for (const auto profile : profiles) {
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
    for (const auto profile : profiles) {
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
        CHECK(pair.gateway->unprotect_rtp(cut.packet) != Verdict::good);
        auto cut_report = Slot::rtcp().sized(size);
        CHECK(pair.gateway->unprotect_rtcp(cut_report.packet) != Verdict::good);
    }
    CHECK_FALSE(pair.backend->create({Profile::aead_aes_128_gcm, Secret("short"), Secret("short")}).ok());
}

TEST_CASE("AGW-15: 20,000 damaged packets neither crash nor pass") {
    std::mt19937 random(3711);
    for (const auto profile : profiles) {
        Pair pair(profile);
        unsigned passed = 0;
        for (std::uint16_t i = 0; i < 10000; ++i) {
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
