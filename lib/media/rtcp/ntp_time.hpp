// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <wims/common/clock.hpp>

/// NTP times as RTCP has them: 32.32 fixed-point seconds since 1900, modulo 2^32 s. [RFC 3550 4]
namespace wims::media::rtcp {

using Ntp = std::uint64_t;

constexpr Ntp ntp_of(Duration since_1900) noexcept {
    const auto ns = static_cast<std::uint64_t>(since_1900.count());
    return (ns / 1'000'000'000) << 32 | ((ns % 1'000'000'000) << 32) / 1'000'000'000;
}
constexpr Ntp ntp_of(WallTime time) noexcept {
    constexpr std::chrono::seconds before_1970(2'208'988'800);
    return ntp_of(time.time_since_epoch() + before_1970);
}
/// From `earlier` to `later`, which may be the earlier one; right up to 68 years.
constexpr Duration between(Ntp earlier, Ntp later) noexcept {
    const auto difference = static_cast<std::int64_t>(later - earlier);
    const std::int64_t seconds = difference >> 32;
    const auto fraction = static_cast<std::uint64_t>(difference) & 0xFFFFFFFF;
    return std::chrono::nanoseconds(seconds * 1'000'000'000 +
                                    static_cast<std::int64_t>((fraction * 1'000'000'000) >> 32));
}

/// The middle 32 bits, as LSR has them.
constexpr std::uint32_t middle(Ntp ntp) noexcept { return static_cast<std::uint32_t>(ntp >> 16); }
/// Units of 1/65536 s, as DLSR has them; the longest that fits is 18 h.
constexpr std::uint32_t short_of(Duration span) noexcept {
    constexpr std::int64_t longest = 65'535LL * 1'000'000'000;
    const std::int64_t ns = span.count() < 0 ? 0 : span.count() > longest ? longest : span.count();
    return static_cast<std::uint32_t>(ns / 1'000'000'000 * 65536 + ns % 1'000'000'000 * 65536 / 1'000'000'000);
}
constexpr Duration from_short(std::uint32_t span) noexcept {
    return std::chrono::nanoseconds(static_cast<std::int64_t>(std::uint64_t{span} * 1'000'000'000 >> 16));
}

}  // namespace wims::media::rtcp
