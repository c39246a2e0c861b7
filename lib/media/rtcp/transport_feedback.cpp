// SPDX-License-Identifier: Apache-2.0
#include "media/rtcp/transport_feedback.hpp"

#include <algorithm>

#include "media/rtcp/feedback_header.hpp"

namespace wims::media::rtcp {

namespace {

constexpr std::uint8_t format = 15;
constexpr std::size_t head = feedback_head_octets + 8;
constexpr std::int64_t tick_us = 250, reference_us = 64'000;
constexpr std::size_t a_chunk = 7;  // statuses of two bits

enum Status : std::uint8_t { lost = 0, small_delta = 1, large_delta = 2 };

std::int64_t microseconds(TimePoint at) {
    return std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
}

/// Ticks since the arrival before, as the wire rounds it; moves `reached` there.
std::int64_t step(std::int64_t& reached, TimePoint arrival) {
    const std::int64_t ticks = (microseconds(arrival) - reached) / tick_us;
    reached += ticks * tick_us;
    return ticks;
}

Status status_of(std::int64_t ticks) { return ticks >= 0 && ticks <= 255 ? small_delta : large_delta; }

}  // namespace

std::size_t TransportFeedback::write(std::span<std::uint8_t> out,
                                     std::span<const std::optional<TimePoint>> arrivals) const {
    const auto came = std::find_if(arrivals.begin(), arrivals.end(), [](const auto& a) { return a.has_value(); });
    if (came == arrivals.end()) return 0;
    const std::int64_t reference = microseconds(**came) / reference_us;
    const std::size_t chunks = (arrivals.size() + a_chunk - 1) / a_chunk;
    std::size_t size = head + 2 * chunks;
    if (out.size() < size) return 0;
    std::fill_n(out.begin(), size, std::uint8_t{0});

    std::int64_t reached = reference * reference_us;
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        std::uint8_t* chunk = &out[head + 2 * (i / a_chunk)];
        chunk[0] |= 0xC0;  // a vector of two-bit statuses
        if (!arrivals[i]) continue;
        const std::int64_t ticks = step(reached, *arrivals[i]);
        const Status status = status_of(ticks);
        if (ticks < -32768 || ticks > 32767 || out.size() < size + 2) return 0;
        const unsigned shift = static_cast<unsigned>(12 - 2 * (i % a_chunk));
        put_u16(chunk, static_cast<std::uint16_t>(get_u16(chunk) | static_cast<unsigned>(status) << shift));
        if (status == large_delta) out[size++] = static_cast<std::uint8_t>(ticks >> 8);
        out[size++] = static_cast<std::uint8_t>(ticks);
    }
    const std::size_t padding = (4 - size % 4) % 4;
    if (out.size() < size + padding) return 0;
    // Null octets and no padding bit: a count that is no multiple of four is refused by strict readers. [RFC 3550 6.4.1]
    for (std::size_t i = 0; i < padding; ++i) out[size++] = 0;

    write_feedback_head(out, Type::transport_feedback, format, size, sender, media);
    put_u16(&out[12], first_sequence);
    put_u16(&out[14], static_cast<std::uint16_t>(arrivals.size()));
    put_u32(&out[16], static_cast<std::uint32_t>(reference & 0xFFFFFF) << 8 | number);
    return size;
}

}  // namespace wims::media::rtcp
