// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <wims/common/clock.hpp>

namespace wims::media::rtp {

/// The newest packets of one line as they were sent, protected already: the same octets again are no second use of a key
/// stream. One block of memory, taken with the first packet. (VID-06) [RFC 4585 6.2.1, RFC 3711 9.1]
class PacketHistory {
public:
    static constexpr std::size_t packets = 256;  ///< a power of two; about a second of a 2 Mbit/s video
    static constexpr std::size_t octets = 1500;  ///< longer ones are not kept
    static constexpr Duration again = std::chrono::milliseconds(50);  ///< one packet is not repeated sooner

    void add(std::uint16_t sequence, std::span<const std::uint8_t> packet, TimePoint now);
    /// Empty when it is not there any more or has just been repeated.
    std::span<const std::uint8_t> repeat(std::uint16_t sequence, TimePoint now);

private:
    struct Slot {
        std::uint16_t sequence = 0;
        std::uint16_t size = 0;
        TimePoint sent{};
        std::uint8_t octets[PacketHistory::octets];
    };
    std::unique_ptr<Slot[]> slots_;
};

}  // namespace wims::media::rtp
