// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "media/engine/stream.hpp"

namespace wims::media::engine {

/// RTCP ends at the gateway and is made anew: reports speak of the SSRCs that each side sees, the CNAME is ours, and
/// feedback, XR, APP and BYE go no further. NTP times pass unchanged, so round trips are measured end to end. (AGW-16)
///
/// Each writes the compound for the other side of `stream` into `out` and returns its octets: 0 when nothing in the
/// input concerns that stream.
std::size_t relay_to_core(std::span<const std::uint8_t> from_access, const Stream& stream, std::string_view cname,
                          std::span<std::uint8_t> out);
std::size_t relay_to_access(std::span<const std::uint8_t> from_core, const Stream& stream, std::string_view cname,
                            std::span<std::uint8_t> out);

/// Packets of a compound that relay_to_* never forwards.
std::size_t not_forwarded(std::span<const std::uint8_t> compound);

}  // namespace wims::media::engine
