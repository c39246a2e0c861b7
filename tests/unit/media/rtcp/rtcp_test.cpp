// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <random>
#include <vector>

#include "media/rtcp/compound.hpp"
#include "media/rtcp/report.hpp"
#include "media/rtcp/source_description.hpp"

using namespace wims::media::rtcp;

namespace {

std::vector<std::uint8_t> written(const Report& report) {
    std::array<std::uint8_t, 1200> out{};
    const auto size = report.write(out);
    return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

Report example() {
    Report report;
    report.ssrc = 0x11111111;
    report.sender = SenderInfo{0x0102030405060708ULL, 42, 43, 44};
    report.add({0x22222222, 0x01000002, 70000, 5, 6, 7});
    report.add({0x33333333, 0, 1, 2, 3, 4});
    return report;
}

}  // namespace

TEST_CASE("AGW-16: reports are read as they were written") {
    auto octets = written(example());
    CHECK(octets.size() == 28 + 48);
    auto compound = Compound::parse(octets);
    REQUIRE(compound);
    const auto element = compound->next();
    REQUIRE(element);
    CHECK(element->type == Type::sender_report);
    const auto report = Report::parse(*element);
    REQUIRE(report);
    CHECK(report->ssrc == 0x11111111);
    CHECK(report->sender->ntp == 0x0102030405060708ULL);
    CHECK(report->sender->timestamp == 42);
    CHECK(report->sender->packets == 43);
    CHECK(report->sender->octets == 44);
    REQUIRE(report->block_count == 2);
    CHECK(report->blocks[0].highest_sequence == 70000);
    CHECK(report->blocks[1].ssrc == 0x33333333);
    CHECK_FALSE(compound->next());

    Report receiver = example();
    receiver.sender.reset();
    octets = written(receiver);
    CHECK(octets[1] == 201);
    auto walked = Compound::parse(octets);
    CHECK_FALSE(Report::parse(*walked->next())->sender);
}

TEST_CASE("AGW-16: an SDES chunk ends with null octets on a boundary, for every length") {
    for (std::size_t length = 0; length < 40; ++length) {
        std::array<std::uint8_t, 100> out;
        out.fill(0xFF);
        const std::string name(length, 'c');
        const auto size = write_cname(out, 5, name);
        REQUIRE(size % 4 == 0);
        REQUIRE(size >= 10 + length + 1);
        CHECK(out[size - 1] == 0);
        CHECK(out[9] == length);
        CHECK(out[size] == 0xFF);
        auto compound = Compound::parse(std::span(out).first(size));
        REQUIRE(compound);
        CHECK(compound->next()->type == Type::source_description);
    }
    std::array<std::uint8_t, 10> small{};
    CHECK(write_cname(small, 5, "cname") == 0);
}

TEST_CASE("AGW-16: lengths, versions, types and padding that do not fit are refused as a whole") {
    const auto good = written(example());
    for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE(Compound::parse(std::span(good).first(size)));
    auto wrong = good;
    wrong[0] = 0x42;
    CHECK_FALSE(Compound::parse(wrong));
    wrong = good;
    wrong[1] = 96;
    CHECK_FALSE(Compound::parse(wrong));
    wrong = good;
    wrong[0] |= 0x20;
    wrong.back() = 0;
    CHECK_FALSE(Compound::parse(wrong));
    wrong.back() = 4;
    CHECK(Compound::parse(wrong));
    // A report that counts more blocks than it has is no report.
    wrong = good;
    wrong[0] = 0x83;
    auto compound = Compound::parse(wrong);
    REQUIRE(compound);
    CHECK_FALSE(Report::parse(*compound->next()));
}

TEST_CASE("AGW-16: 50,000 damaged compounds are walked within their bounds") {
    std::mt19937 random(3550);
    const auto good = written(example());
    for (int i = 0; i < 50000; ++i) {
        auto damaged = good;
        for (unsigned k = 0; k <= random() % 4; ++k)
            damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
        if (random() % 4 == 0) damaged.resize(random() % damaged.size());
        auto compound = Compound::parse(damaged);
        if (!compound) continue;
        std::size_t octets = 0;
        while (const auto element = compound->next()) {
            octets += 4 + element->body.size();
            static_cast<void>(Report::parse(*element));
        }
        REQUIRE(octets <= damaged.size());
    }
}
