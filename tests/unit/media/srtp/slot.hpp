// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>

#include "media/rtp/octets.hpp"
#include "media/srtp/session.hpp"

namespace wims::test {

/// A packet in a slot with room behind it.
struct Slot {
    alignas(8) std::array<std::uint8_t, 400> octets{};
    media::Packet packet{octets.data(), 0, octets.size()};

    static Slot rtp(std::uint16_t sequence, std::uint32_t ssrc = 0x01020304) {
        Slot slot;
        slot.octets[0] = 0x80;
        slot.octets[1] = 8;
        media::put_u16(&slot.octets[2], sequence);
        media::put_u32(&slot.octets[8], ssrc);
        for (std::size_t i = 12; i < 172; ++i) slot.octets[i] = static_cast<std::uint8_t>(i);
        return slot.sized(172);
    }
    static Slot rtcp(std::uint32_t ssrc = 0x01020304) {
        Slot slot;
        slot.octets[0] = 0x80;
        slot.octets[1] = 201;
        slot.octets[3] = 1;
        media::put_u32(&slot.octets[4], ssrc);
        for (std::size_t i = 8; i < 32; ++i) slot.octets[i] = static_cast<std::uint8_t>(i);
        return slot.sized(32);
    }
    static Slot of(std::string_view text) {
        Slot slot;
        std::memcpy(slot.octets.data(), text.data(), text.size());
        return slot.sized(text.size());
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

inline std::string from_hex(std::string_view hex) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::string octets;
    std::string digits;
    for (const char c : hex)
        if (c != ' ') digits += c;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        octets += static_cast<char>(digit(digits[i]) << 4 | digit(digits[i + 1]));
    return octets;
}

inline media::srtp::Keys keys_for(media::srtp::Profile profile, char local, char remote) {
    const std::size_t size = media::srtp::key_octets(profile) + media::srtp::salt_octets(profile);
    return {profile, Secret(std::string(size, local)), Secret(std::string(size, remote))};
}

/// Both ends of one pair of keys, each on a back-end of its own.
struct Ends {
    std::unique_ptr<media::srtp::Backend> gateway_backend, wic_backend;
    std::unique_ptr<media::srtp::Session> gateway, wic;

    Ends(media::srtp::Profile profile, media::SrtpBackend of_gateway, media::SrtpBackend of_wic) {
        auto first = media::srtp::make_backend(of_gateway);
        auto second = media::srtp::make_backend(of_wic);
        REQUIRE(first.ok());
        REQUIRE(second.ok());
        gateway_backend = std::move(*first);
        wic_backend = std::move(*second);
        gateway = std::move(*gateway_backend->create(keys_for(profile, 'k', 'K')));
        wic = std::move(*wic_backend->create(keys_for(profile, 'K', 'k')));
    }
};

}  // namespace wims::test
