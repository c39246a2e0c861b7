// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/event_clock.hpp"

#include <algorithm>

namespace wims::media::rtp {

namespace {

constexpr std::uint32_t longest = 0xFFFF;  // ticks that one segment can tell

std::uint64_t scaled(std::uint64_t ticks, std::uint32_t from, std::uint32_t to) { return ticks * to / from; }

}  // namespace

std::uint32_t EventClock::since_origin(std::uint32_t timestamp, const TelephoneEvent& report, bool marker) {
    if (begun_) {
        const std::uint32_t ahead = timestamp - begun_->segment;
        if (ahead > 0x7FFFFFFF) {  // late: of this event if it is not older than it
            const std::uint32_t after = timestamp - begun_->origin;
            return begun_->event == report.event && after <= 0x7FFFFFFF ? after : 0;
        }
        const bool same_segment = ahead == 0;
        // The next segment begins where this one ends, at most `longest` on, and has no marker.
        const bool next_segment = !marker && !begun_->ended && ahead <= 2 * longest;
        if (begun_->event == report.event && (same_segment || next_segment)) {
            begun_->segment = timestamp;
            begun_->ended = begun_->ended || report.end;
            return timestamp - begun_->origin;
        }
    }
    begun_ = Begun{timestamp, timestamp, report.event, report.end};
    return 0;
}

bool EventClock::pass(Header& header, std::span<std::uint8_t> payload, std::uint32_t from, std::uint32_t to) {
    if (payload.empty() || payload.size() % TelephoneEvent::octets != 0) return false;
    std::uint64_t at = since_origin(header.timestamp, TelephoneEvent::read(payload.data()), header.marker);
    header.timestamp += static_cast<std::uint32_t>(scaled(at, from, to) - at);
    for (std::size_t i = 0; i < payload.size(); i += TelephoneEvent::octets) {
        auto report = TelephoneEvent::read(&payload[i]);
        const std::uint64_t begin = scaled(at, from, to);
        at += report.duration;
        std::uint64_t duration = scaled(at, from, to) - begin;
        if (i == 0 && duration > longest) {
            // The receiver's clock is the faster one: this report belongs to a later segment of it.
            const std::uint64_t before = (duration - 1) / longest * longest;
            header.timestamp += static_cast<std::uint32_t>(before);
            duration -= before;
        }
        report.duration = static_cast<std::uint16_t>(std::min<std::uint64_t>(duration, longest));
        report.write(&payload[i]);
    }
    return true;
}

}  // namespace wims::media::rtp
