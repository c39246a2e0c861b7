// SPDX-License-Identifier: Apache-2.0
#include "media/quality/record.hpp"

namespace wims::media::quality {

namespace {

constexpr Duration packet = std::chrono::milliseconds(20);

Duration time_of(std::uint32_t ticks, std::uint32_t clock_rate) {
    return std::chrono::nanoseconds(std::uint64_t{ticks} * 1'000'000'000 / clock_rate);
}

double opinion(const TerminationRecord& record, double loss, Duration jitter) {
    const Duration way = record.round_trip_ns > 0 ? Duration(record.round_trip_ns / 2) : Duration::zero();
    return mean_opinion(rating(record.codec, loss, way + 2 * jitter + packet));
}

TerminationStatistics statistics_of(const TerminationRecord& record, bool audio) noexcept {
    TerminationStatistics s;
    s.packets_received = record.packets_received;
    s.octets_received = record.octets_received;
    s.packets_sent = record.packets_sent;
    s.octets_sent = record.octets_sent;
    s.packets_lost = record.packets_lost;
    s.jitter = time_of(record.jitter, record.clock_rate);
    if (record.round_trip_ns >= 0) s.round_trip = Duration(record.round_trip_ns);
    if (record.peer_fraction_lost >= 0) {
        s.peer = PeerReception{static_cast<double>(record.peer_fraction_lost) / 256, record.peer_packets_lost,
                               time_of(record.peer_jitter, record.peer_clock_rate), std::nullopt};
        if (audio) s.peer->mos = opinion(record, s.peer->fraction_lost, s.peer->jitter);
    }
    if (audio && record.packets_received > 0) {
        const double wanted = static_cast<double>(record.packets_received + record.packets_lost);
        s.mos = opinion(record, static_cast<double>(record.packets_lost) / wanted, s.jitter);
    }
    return s;
}

}  // namespace

StreamReport report_of(const Record& record) noexcept {
    const bool audio = record.video == 0;
    return {record.context, record.stream, audio ? iq::MediaType::audio : iq::MediaType::video,
            statistics_of(record.access, audio), statistics_of(record.core, audio)};
}

}  // namespace wims::media::quality
