// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "media/rtp/header.hpp"

namespace wims::media::rtp {

/// Walks the elements of a header extension of either form; anything else has none. [RFC 8285 4.2, 4.3]
class ExtensionElements {
public:
    struct Element {
        std::uint8_t id = 0;
        std::span<const std::uint8_t> data;
    };

    /// The packet is the one that was parsed.
    ExtensionElements(const Packet& packet, const Header& header);
    bool two_byte() const noexcept { return two_byte_; }
    std::optional<Element> next();

private:
    std::span<const std::uint8_t> left_;
    bool two_byte_ = false;
};

/// The element with this id, 0 for no element.
std::optional<std::span<const std::uint8_t>> find_extension(const Packet& packet, const Header& header,
                                                            std::uint8_t id);

/// What becomes of each element id on the other side: another id, or 0, and it goes.
using ExtensionIds = std::array<std::uint8_t, 256>;

/// Keeps the elements that `ids` knows, renumbered, and takes the others out in place; the form stays. (ALG-10)
void map_extensions(Packet& packet, Header& header, const ExtensionIds& ids);

/// Puts one more element behind those that are there, the payload gives way to it. False, and nothing has changed, when the
/// slot has no room for it and `tail` octets more, or the extension is of another form. Up to 16 octets of data.
bool add_extension(Packet& packet, Header& header, std::uint8_t id, std::span<const std::uint8_t> data,
                   std::size_t tail);

}  // namespace wims::media::rtp
