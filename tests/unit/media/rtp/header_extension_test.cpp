// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/header_extension.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "media/rtp/octets.hpp"

using namespace wims::media;

namespace {

using Octets = std::vector<std::uint8_t>;

Octets packet_with(std::uint16_t profile, const Octets& elements, std::string_view payload = "payload") {
    Octets octets(12);
    octets[0] = 0x90;
    octets.resize(16);
    put_u16(&octets[12], profile);
    put_u16(&octets[14], static_cast<std::uint16_t>((elements.size() + 3) / 4));
    octets.insert(octets.end(), elements.begin(), elements.end());
    while (octets.size() % 4 != 0) octets.push_back(0);
    octets.insert(octets.end(), payload.begin(), payload.end());
    return octets;
}

struct Mapped {
    Octets octets;
    rtp::Header header;
    std::string payload() const {
        return {octets.begin() + static_cast<std::ptrdiff_t>(header.payload_at), octets.end()};
    }
};

Mapped mapped(Octets octets, const rtp::ExtensionIds& ids) {
    Packet packet{octets.data(), octets.size(), octets.size()};
    auto header = rtp::Header::parse(packet);
    REQUIRE(header);
    rtp::map_extensions(packet, *header, ids);
    Octets out{packet.data, packet.data + packet.size};
    const auto again = rtp::Header::parse({out.data(), out.size(), out.size()});
    REQUIRE(again);
    CHECK(again->payload_at == header->payload_at);
    return {out, *again};
}

Octets element(const Mapped& m, std::uint8_t id) {
    auto octets = m.octets;
    const auto data = rtp::find_extension({octets.data(), octets.size(), octets.size()}, m.header, id);
    return data ? Octets{data->begin(), data->end()} : Octets{};
}

}  // namespace

TEST_CASE("ALG-10: of the one-byte form the agreed elements pass with the other side's numbers, the others go") {
    rtp::ExtensionIds ids{};
    ids[13] = 5;
    auto m = mapped(packet_with(0xBEDE, {0x40, '1', 0, 0x32, 1, 2, 3, 0xD0, 0x42, 0}), ids);
    CHECK(element(m, 5) == Octets{0x42});
    CHECK(element(m, 4).empty());
    CHECK(element(m, 13).empty());
    CHECK(m.payload() == "payload");
    CHECK(m.octets.size() == 12 + 4 + 4 + 7);
}

TEST_CASE("ALG-10: of the two-byte form too, an empty element and one of 20 octets among them") {
    rtp::ExtensionIds ids{};
    ids[200] = 3;
    ids[7] = 9;
    Octets elements{200, 0, 1, 2, 0xAA, 0xBB, 7, 20};
    for (std::uint8_t i = 0; i < 20; ++i) elements.push_back(i);
    auto m = mapped(packet_with(0x1001, elements), ids);
    CHECK(element(m, 9).size() == 20);
    CHECK(element(m, 9)[19] == 19);
    CHECK(element(m, 1).empty());
    rtp::ExtensionElements walk({m.octets.data(), m.octets.size(), m.octets.size()}, m.header);
    CHECK(walk.two_byte());
    const auto first = walk.next();
    REQUIRE(first);
    CHECK(first->id == 3);
    CHECK(first->data.empty());
    CHECK(m.payload() == "payload");
}

TEST_CASE("ALG-10: where nothing passes the extension is gone, and so is a form that nobody agreed to") {
    rtp::ExtensionIds all{};
    for (std::size_t i = 1; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
    for (const auto& octets : {packet_with(0xBEDE, {0x40, '1', 0, 0}), packet_with(0xABCD, {1, 2, 3, 4})}) {
        auto m = mapped(octets, octets[12] == 0xBE ? rtp::ExtensionIds{} : all);
        CHECK(m.header.payload_at == 12);
        CHECK((m.octets[0] & 0x10) == 0);
        CHECK(m.payload() == "payload");
    }
}

TEST_CASE("AGW-15: an element longer than the extension ends the walk, and garbage of any kind stays in bounds") {
    rtp::ExtensionIds all{};
    for (std::size_t i = 1; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(256 - i);
    auto m = mapped(packet_with(0xBEDE, {0x10, 'a', 0x2F, 'b'}), rtp::ExtensionIds{0, 1, 2});
    CHECK(element(m, 1) == Octets{'a'});
    CHECK(element(m, 2).empty());
    std::mt19937 random(7);
    for (int round = 0; round < 20000; ++round) {
        Octets elements(4 * (random() % 8));
        for (auto& octet : elements) octet = static_cast<std::uint8_t>(random());
        auto r = mapped(packet_with(random() % 2 == 0 ? 0xBEDE : 0x1000, elements), all);
        CHECK(r.payload() == "payload");
    }
}

namespace {

/// What add_extension makes of it, in a slot with `room` octets more.
Mapped added(Octets octets, std::string_view data, std::size_t room, bool good = true) {
    const Octets before = octets;
    const std::size_t size = octets.size();
    octets.resize(size + room);
    Packet packet{octets.data(), size, octets.size()};
    auto header = *rtp::Header::parse(packet);
    const std::span<const std::uint8_t> element{reinterpret_cast<const std::uint8_t*>(data.data()), data.size()};
    CHECK(rtp::add_extension(packet, header, 4, element, 16) == good);
    Octets out{packet.data, packet.data + packet.size};
    if (!good) CHECK(out == before);
    const auto again = rtp::Header::parse({out.data(), out.size(), out.size()});
    REQUIRE(again);
    CHECK(again->payload_at == header.payload_at);
    return {out, *again};
}

}  // namespace

TEST_CASE("BND-04: an element is put where there was no extension, and behind those of either form") {
    Octets plain(12);
    plain[0] = 0x80;
    plain.insert(plain.end(), {'p', 'a', 'y'});
    const auto first = added(plain, "mid", 64);
    CHECK(element(first, 4) == Octets{'m', 'i', 'd'});
    CHECK(first.payload() == "pay");

    const auto one = added(packet_with(0xBEDE, {0x10, 0x55}), "mid", 64);
    CHECK(element(one, 1) == Octets{0x55});
    CHECK(element(one, 4) == Octets{'m', 'i', 'd'});
    CHECK(one.payload() == "payload");

    const auto two = added(packet_with(0x1000, {20, 1, 0x55}), "v", 64);
    CHECK(element(two, 20) == Octets{0x55});
    CHECK(element(two, 4) == Octets{'v'});
}

TEST_CASE("BND-04: nothing is put where there is no room, in a form of another kind, nor 17 octets") {
    added(packet_with(0xBEDE, {0x10, 0x55}), "mid", 19, false);
    added(packet_with(0xBEDE, {0x10, 0x55}), "mid", 20, true);
    added(packet_with(0xABCD, {0x10, 0x55}), "mid", 64, false);
    added(packet_with(0xBEDE, {0x10, 0x55}), "seventeen octets.", 64, false);
}
