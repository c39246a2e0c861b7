// SPDX-License-Identifier: Apache-2.0
#include "media/rtp/reception.hpp"

#include <algorithm>

namespace wims::media::rtp {

namespace {

constexpr int longest_gap = 3000, latest = -100;  // packets [RFC 3550 A.1]
constexpr std::uint64_t first_cycle = 0x10000;    // what is older than the first packet stays positive

std::uint32_t distance(std::uint32_t a, std::uint32_t b) noexcept {
    const auto d = static_cast<std::int32_t>(a - b);
    return static_cast<std::uint32_t>(d < 0 ? -static_cast<std::int64_t>(d) : d);
}

}  // namespace

void Reception::begin(const Header& header, TimePoint now) noexcept {
    expected_before_ = expected();
    source_ = header.ssrc;
    first_ = first_cycle + header.sequence;
    highest_ = first_ - 1;
    source_packets_ = reported_packets_ = reported_expected_ = 0;
    after_jump_.reset();
    transit_.reset();
    jitter_ = 0;
    begun_ = now;
}

/// False: a packet far from the others that may be a stray.
bool Reception::in_sequence(const Header& header, TimePoint now) noexcept {
    if (source_ != header.ssrc) begin(header, now);
    const auto step = static_cast<std::int16_t>(static_cast<std::uint16_t>(header.sequence - highest_));
    if (step > longest_gap || step < latest) {
        if (after_jump_ != header.sequence) {
            after_jump_ = static_cast<std::uint16_t>(header.sequence + 1);
            return false;
        }
        begin(header, now);  // two in a row: it has begun anew
    } else {
        after_jump_.reset();
    }
    return true;
}

void Reception::received(const Header& header, std::uint32_t clock_rate, TimePoint now) {
    if (!in_sequence(header, now)) return;
    ++packets_;
    ++source_packets_;
    octets_ += header.payload_octets;
    const auto step = static_cast<std::int16_t>(static_cast<std::uint16_t>(header.sequence - highest_));
    if (step <= 0) return;
    highest_ += static_cast<std::uint64_t>(step);
    time_packet(header, clock_rate, now);
}

/// Packets of one timestamp, as of a video frame or an event, are sent at several times: the first one counts.
void Reception::time_packet(const Header& header, std::uint32_t clock_rate, TimePoint now) noexcept {
    if (clock_rate != clock_rate_) transit_.reset();
    if (transit_ && header.timestamp == timestamp_) return;
    clock_rate_ = clock_rate;
    timestamp_ = header.timestamp;
    const std::int64_t us = std::chrono::duration_cast<std::chrono::microseconds>(now - begun_).count();
    const auto transit = static_cast<std::uint32_t>(us * clock_rate / 1'000'000) - header.timestamp;
    if (transit_) {
        const std::uint32_t d = distance(transit, *transit_);
        if (d < 10 * clock_rate) jitter_ += d - ((jitter_ + 8) >> 4);  // a stepped clock is no jitter
    }
    transit_ = transit;
}

std::uint64_t Reception::lost() const noexcept {
    const std::uint64_t wanted = expected();
    return wanted > packets_ ? wanted - packets_ : 0;
}

Duration Reception::jitter() const noexcept {
    return std::chrono::nanoseconds(std::uint64_t{jitter_ticks()} * 1'000'000'000 / clock_rate_);
}

Reception::Interval Reception::take_interval() noexcept {
    const std::uint64_t lost_now = lost();
    Interval interval{packets_ - told_packets_, lost_now > told_lost_ ? lost_now - told_lost_ : 0,
                      octets_ - told_octets_};
    told_packets_ = packets_;
    told_lost_ = lost_now;
    told_octets_ = octets_;
    return interval;
}

Reception::Report Reception::take_report() noexcept {
    const auto wanted = source_expected();
    const auto missing = static_cast<std::int64_t>(wanted) - static_cast<std::int64_t>(source_packets_);
    const auto wanted_now = static_cast<std::int64_t>(wanted - reported_expected_);
    const auto lost_now = wanted_now - static_cast<std::int64_t>(source_packets_ - reported_packets_);
    Report report;
    if (wanted_now > 0 && lost_now > 0)
        report.fraction_lost = static_cast<std::uint8_t>(std::min<std::int64_t>(255, lost_now * 256 / wanted_now));
    report.lost = static_cast<std::int32_t>(std::clamp<std::int64_t>(missing, -0x800000, 0x7FFFFF));
    report.highest_sequence = static_cast<std::uint32_t>(highest_ - first_cycle);
    report.jitter = jitter_ >> 4;
    reported_expected_ = wanted;
    reported_packets_ = source_packets_;
    return report;
}

}  // namespace wims::media::rtp
