// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace wims::media {

/// One datagram in a slot that is larger than it: the whole relay path works in place. The octets belong to whoever
/// filled the slot; data is 4-octet aligned.
struct Packet {
    std::uint8_t* data = nullptr;
    std::size_t size = 0;
    std::size_t room = 0;  ///< octets from data to the end of the slot, at least size

    std::span<const std::uint8_t> octets() const noexcept { return {data, size}; }
    void drop_front(std::size_t n) noexcept {
        data += n;
        size -= n;
        room -= n;
    }
};

}  // namespace wims::media
