// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace wims::media::rtcp {

/// Writes a receiver-estimated maximum bit rate for one source, in bit/s, rounded down to 18 significant bits. Octets
/// written, 0 when there is no room. [draft-alvestrand-rmcat-remb-03 2.2]
std::size_t write_receiver_bitrate(std::span<std::uint8_t> out, std::uint32_t sender, std::uint32_t media,
                                   std::uint64_t bits_a_second);

}  // namespace wims::media::rtcp
