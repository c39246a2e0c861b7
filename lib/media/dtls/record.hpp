// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace wims::media::dtls {

using Datagram = std::vector<std::uint8_t>;

enum class ContentType : std::uint8_t { change_cipher_spec = 20, alert = 21, handshake = 22, application_data = 23 };

/// One record of a datagram, whose octets it points to. [RFC 6347 4.1]
struct Record {
    static constexpr std::size_t header_octets = 13;
    static constexpr std::uint16_t dtls12 = 0xFEFD;

    ContentType type{};
    std::uint16_t epoch = 0;
    std::uint64_t sequence = 0;  ///< 48 bits
    std::span<const std::uint8_t> fragment;
    std::uint16_t version = dtls12;

    /// Takes the first record off `datagram`. Nothing, and `datagram` empty, when what is left is none of DTLS 1.x.
    static std::optional<Record> take(std::span<const std::uint8_t>& datagram) noexcept;
    /// Header and `fragment` to the end of `out`.
    void append_to(Datagram& out) const;
};

}  // namespace wims::media::dtls
