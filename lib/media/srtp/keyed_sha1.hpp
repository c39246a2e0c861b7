// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace wims::media::srtp {

/// HMAC-SHA1 with its key taken in once: both pads are hashed beforehand, and a tag starts from copies of those states.
/// [RFC 2104 4; RFC 3711 4.2.1]
class KeyedSha1 {
public:
    static constexpr std::size_t key_octets = 20, tag_octets = 20;
    using Tag = std::array<std::uint8_t, tag_octets>;

    explicit KeyedSha1(std::span<const std::uint8_t, key_octets> key) noexcept;
    ~KeyedSha1();

    /// Over `first` and then `second`.
    Tag tag(std::span<const std::uint8_t> first, std::span<const std::uint8_t> second) const noexcept;

private:
    /// The chaining value after one block. [FIPS 180-4 6.1]
    using State = std::array<std::uint32_t, 5>;
    State inner_, outer_;
};

}  // namespace wims::media::srtp
