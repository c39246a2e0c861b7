// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/rtp/rtp_endpoint.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>

#include "common/core/random.hpp"

namespace wims::mini_ims {

namespace {
constexpr std::size_t block = 160;  // 20 ms
constexpr std::chrono::milliseconds block_time{20};
constexpr std::chrono::seconds first_report{1}, report_interval{2};
constexpr std::size_t blocks_kept = 10, events_kept = 64;
constexpr int reads_per_turn = 64;
}  // namespace

RtpEndpoint::RtpEndpoint(EventLoop& loop, std::unique_ptr<RtpSockets> sockets, Voice voice)
    : loop_(loop), sockets_(std::move(sockets)), voice_(voice), speak_timer_(loop), report_timer_(loop),
      tone_(voice.frequency_hz, voice.level_dbfs), ssrc_(static_cast<std::uint32_t>(random_u64() | 1)),
      sequence_(static_cast<std::uint16_t>(random_u64())), timestamp_(static_cast<std::uint32_t>(random_u64())) {}

void RtpEndpoint::apply(const RtpPlan& plan) {
    plan_ = plan;
    if (!running_) start();
}

void RtpEndpoint::start() {
    running_ = true;
    const auto self = shared_from_this();
    loop_.watch(sockets_->rtp(), EPOLLIN, [self](std::uint32_t) { self->receive_media(); });
    loop_.watch(sockets_->rtcp(), EPOLLIN, [self](std::uint32_t) { self->receive_control(); });
    sent_at_ = next_block_ = loop_.now();
    report_timer_.start(first_report, [this] { send_report(false); });
    if (!voice_.echo) speak();
}

void RtpEndpoint::stop() {
    if (!running_) return;
    running_ = false;
    send_report(true);
    speak_timer_.stop();
    report_timer_.stop();
    const auto self = shared_from_this();  // the watches held the last reference perhaps
    loop_.unwatch(sockets_->rtp());
    loop_.unwatch(sockets_->rtcp());
}

void RtpEndpoint::receive_media() {
    for (int i = 0; i < reads_per_turn; ++i) {
        const auto datagram = RtpSockets::receive(sockets_->rtp());
        if (!datagram) return;
        if (const auto packet = RtpPacket::parse(datagram->octets)) hear(*packet, datagram->arrived);
    }
}

void RtpEndpoint::hear(const RtpPacket& packet, WallTime arrived) {
    reception_.add(packet, arrived);
    if (plan_.event_type && packet.payload_type == *plan_.event_type) return hear_event(packet);
    if (packet.payload_type != static_cast<std::uint8_t>(G711::pcmu) &&
        packet.payload_type != static_cast<std::uint8_t>(G711::pcma))
        return;
    const auto law = static_cast<G711>(packet.payload_type);
    std::vector<std::int16_t> samples(packet.payload.size());
    std::ranges::transform(packet.payload, samples.begin(), [law](std::uint8_t code) { return decode(law, code); });
    meter_.add(samples, loop_.now());
    if (voice_.echo) echo(packet);
}

void RtpEndpoint::hear_event(const RtpPacket& packet) {
    if (packet.payload.size() < 4) return;
    const bool end = (packet.payload[1] & 0x80) != 0;
    HeardEvent heard{packet.payload[0], read16(packet.payload, 2), end, packet.timestamp, packet.marker, end ? 1U : 0U};
    auto& events = told_.events;
    if (!events.empty() && events.back().timestamp == heard.timestamp && events.back().event == heard.event) {
        auto& known = events.back();
        known.duration = std::max(known.duration, heard.duration);
        known.ended = known.ended || heard.ended;
        known.marker = known.marker || heard.marker;
        known.end_packets += heard.end_packets;
    } else if (events.size() < events_kept) {
        events.push_back(heard);
    }
}

void RtpEndpoint::echo(const RtpPacket& packet) {
    // Our own line of sequence numbers and timestamps: it follows the caller's clock and survives its changes of SSRC.
    const auto step = echoed_ ? static_cast<std::int32_t>(packet.timestamp - echoed_->first) : 0;
    if (echoed_ && static_cast<std::int16_t>(packet.sequence - echoed_->second) <= 0 && step <= 0 && step > -8000)
        return;
    timestamp_ += step > 0 && step < 80000 ? static_cast<std::uint32_t>(step) : block;
    echoed_ = {packet.timestamp, packet.sequence};
    sent_at_ = loop_.now();
    if (packet.payload_type == static_cast<std::uint8_t>(plan_.law)) return send(packet.payload);
    const auto law = static_cast<G711>(packet.payload_type);
    Octets payload(packet.payload.size());
    std::ranges::transform(packet.payload, payload.begin(),
                           [&](std::uint8_t code) { return encode(plan_.law, decode(law, code)); });
    send(payload);
}

void RtpEndpoint::speak() {
    const auto now = loop_.now();
    for (; next_block_ <= now; next_block_ += block_time) {
        std::array<std::int16_t, block> samples;
        tone_.next(samples);
        Octets payload(block);
        std::ranges::transform(samples, payload.begin(), [&](std::int16_t s) { return encode(plan_.law, s); });
        timestamp_ += block;
        sent_at_ = next_block_;
        send(payload);
    }
    speak_timer_.start(next_block_ - now, [this] { speak(); });
}

void RtpEndpoint::send(View payload) {
    if (!plan_.send) return;
    RtpPacket packet;
    packet.payload_type = static_cast<std::uint8_t>(plan_.law);
    packet.marker = std::exchange(first_packet_, false);
    packet.sequence = ++sequence_;
    packet.timestamp = timestamp_;
    packet.ssrc = ssrc_;
    packet.payload = payload;
    RtpSockets::send(sockets_->rtp(), packet.encode(), plan_.rtp);
    ++packets_sent_;
    octets_sent_ += static_cast<std::uint32_t>(payload.size());
}

std::uint32_t RtpEndpoint::timestamp_now() const {
    const auto since = std::chrono::duration_cast<std::chrono::microseconds>(loop_.now() - sent_at_).count();
    return timestamp_ + static_cast<std::uint32_t>(since * 8 / 1000);
}

void RtpEndpoint::send_report(bool bye) {
    RtcpReport report;
    report.ssrc = ssrc_;
    report.bye = bye;
    const auto now = loop_.wall_now();
    if (packets_sent_ != packets_at_last_report_) {
        packets_at_last_report_ = packets_sent_;
        report.sender = SenderInfo{ntp_of(now), timestamp_now(), packets_sent_, octets_sent_};
        ++told_.sr_sent;
    } else {
        ++told_.rr_sent;
    }
    if (const auto heard = reception_.report(now)) report.blocks.push_back(*heard);
    RtpSockets::send(sockets_->rtcp(), encode(report, "phone@mini-ims"), plan_.rtcp);
    if (!bye) report_timer_.start(report_interval, [this] { send_report(false); });
}

void RtpEndpoint::receive_control() {
    for (int i = 0; i < reads_per_turn; ++i) {
        const auto datagram = RtpSockets::receive(sockets_->rtcp());
        if (!datagram) return;
        const auto report = parse_rtcp(datagram->octets);
        if (!report) continue;
        if (report->sender) {
            ++told_.sr_received;
            reception_.heard_sender(*report->sender, datagram->arrived);
        }
        told_.bye_received = told_.bye_received || report->bye;
        auto& kept = told_.blocks_received;
        kept.insert(kept.end(), report->blocks.begin(), report->blocks.end());
        if (kept.size() > blocks_kept) kept.erase(kept.begin(), kept.end() - blocks_kept);
    }
}

RtpReport RtpEndpoint::report() {
    const auto now = loop_.now();
    RtpReport report = told_;
    report.frequency_hz = meter_.frequency_hz(now);
    report.level_dbfs = meter_.level_dbfs(now);
    report.packets = reception_.packets();
    report.lost = reception_.lost();
    report.gaps = reception_.gaps();
    report.sources.assign(reception_.sources().begin(), reception_.sources().end());
    report.packets_sent = packets_sent_;
    report.own_ssrc = ssrc_;
    report.remote_ssrc = reception_.newest_source();
    return report;
}

}  // namespace wims::mini_ims
