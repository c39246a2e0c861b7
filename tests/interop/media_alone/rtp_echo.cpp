// SPDX-License-Identifier: Apache-2.0
#include "rtp_echo.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <stdexcept>

#include "common/core/random.hpp"
#include "media/rtp/octets.hpp"

namespace wims::test {

using media::get_u16;
using media::get_u32;
using media::put_u16;
using media::put_u32;

RtpEcho::RtpEcho(EventLoop& loop, const std::string& ip, std::uint16_t first_port) : loop_(loop), report_timer_(loop) {
    for (std::uint16_t port = first_port; port < first_port + 200; port = static_cast<std::uint16_t>(port + 2)) {
        auto local = media::IpEndpoint::from({ip, port});
        if (!local) throw std::runtime_error("no address: " + ip);
        auto rtp = media::core_leg::UdpSocket::bind(*local);
        ++local->port;
        auto rtcp = media::core_leg::UdpSocket::bind(*local);
        if (!rtp || !rtcp) continue;
        rtp_ = std::move(*rtp);
        rtcp_ = std::move(*rtcp);
        break;
    }
    if (rtcp_.fd() < 0) throw std::runtime_error("no port pair for the echo");
    const std::uint64_t random = random_u64();
    heard_.own_ssrc = static_cast<std::uint32_t>(random);
    timestamp_shift_ = static_cast<std::uint32_t>(random >> 32);
    loop_.watch(rtp_.fd(), EPOLLIN, [this](std::uint32_t) { rtp_readable(); });
    loop_.watch(rtcp_.fd(), EPOLLIN, [this](std::uint32_t) { rtcp_readable(); });
}

RtpEcho::~RtpEcho() {
    loop_.unwatch(rtp_.fd());
    loop_.unwatch(rtcp_.fd());
}

void RtpEcho::call(const TransportAddress& rtp, const TransportAddress& rtcp) {
    rtp_to_ = media::IpEndpoint::from(rtp).value();
    rtcp_to_ = media::IpEndpoint::from(rtcp).value();
    report_timer_.start(std::chrono::seconds(1), [this] { report(); });
}

void RtpEcho::rtp_readable() {
    for (auto& received : reader_.read(rtp_.fd())) {
        std::uint8_t* p = received.packet.data;
        if (received.packet.size < 12 || p[0] >> 6 != 2) continue;
        const std::uint16_t sequence = get_u16(p + 2);
        if (heard_.packets == 0) {
            first_sequence_ = sequence;
            highest_ = sequence;
        }
        const auto step = static_cast<std::int16_t>(static_cast<std::uint16_t>(sequence - highest_));
        if (step > 0) highest_ += static_cast<std::uint32_t>(step);
        ++heard_.packets;
        heard_.lost =
            highest_ - first_sequence_ + 1 - std::min<std::uint64_t>(heard_.packets, highest_ - first_sequence_ + 1);
        heard_.ssrc = get_u32(p + 8);
        ++heard_.payload_types[p[1] & 0x7F];
        if ((p[1] & 0x7F) == event_type_) note_event(p, received.packet.size);

        put_u16(p + 2, ++sequence_);
        last_timestamp_ = get_u32(p + 4) + timestamp_shift_;
        put_u32(p + 4, last_timestamp_);
        put_u32(p + 8, heard_.own_ssrc);
        octets_ += static_cast<std::uint32_t>(received.packet.size - 12);
        heard_.last_sequence_sent = sequence_;
        rtp_.send(received.packet.octets(), rtp_to_);
    }
}

void RtpEcho::note_event(const std::uint8_t* packet, std::size_t size) {
    if (size < 16) return;
    const Event now{get_u32(packet + 4), packet[12], get_u16(packet + 14), (packet[1] & 0x80) != 0,
                    static_cast<unsigned>(packet[13] >> 7)};
    auto& events = heard_.events;
    if (events.empty() || events.back().timestamp != now.timestamp) return events.push_back(now);
    events.back().duration = std::max(events.back().duration, now.duration);
    events.back().end_packets += now.end_packets;
}

void RtpEcho::report() {
    report_timer_.start(std::chrono::seconds(1), [this] { report(); });
    if (heard_.packets == 0) return;
    // SR with one report block, then SDES with a CNAME of the phone's.
    std::uint8_t out[52 + 20] = {0x81, 200, 0, 12};
    put_u32(out + 4, heard_.own_ssrc);
    const auto since_1900 =
        std::chrono::duration_cast<std::chrono::nanoseconds>(loop_.wall_now().time_since_epoch()).count();
    put_u32(out + 8, static_cast<std::uint32_t>(since_1900 / 1'000'000'000 + 2'208'988'800));
    put_u32(out + 12, static_cast<std::uint32_t>((since_1900 % 1'000'000'000) * 4.294967296));
    put_u32(out + 16, last_timestamp_);
    put_u32(out + 20, static_cast<std::uint32_t>(heard_.packets));
    put_u32(out + 24, octets_);
    put_u32(out + 28, heard_.ssrc);
    put_u32(out + 36, highest_);
    if (report_heard_) {
        put_u32(out + 44, report_heard_->middle);
        const Duration since = loop_.now() - report_heard_->at;
        put_u32(out + 48, static_cast<std::uint32_t>(since.count() * 65536 / 1'000'000'000));
    }
    const std::uint8_t sdes[20] = {0x81, 202, 0, 4, 0, 0, 0, 0, 1, 8, 'p', 'h', 'o', 'n', 'e', '@', 'i', 'p', 0, 0};
    std::copy(std::begin(sdes), std::end(sdes), out + 52);
    put_u32(out + 56, heard_.own_ssrc);
    rtcp_.send(out, rtcp_to_);
}

void RtpEcho::rtcp_readable() {
    for (auto& received : reader_.read(rtcp_.fd())) {
        const std::uint8_t* p = received.packet.data;
        std::size_t left = received.packet.size;
        while (left >= 8) {
            const std::size_t size = 4 * (std::size_t{get_u16(p + 2)} + 1);
            if (size > left) break;
            note_report(p, size);
            p += size;
            left -= size;
        }
    }
}

void RtpEcho::note_report(const std::uint8_t* data, std::size_t size) {
    const std::uint8_t type = data[1];
    if (type == 202) {
        const std::size_t length = size > 10 ? data[9] : 0;
        if (10 + length <= size) heard_.cnames.emplace_back(reinterpret_cast<const char*>(data) + 10, length);
        return;
    }
    if (type != 200 && type != 201) {
        ++heard_.other_rtcp;
        return;
    }
    if (type == 200 && size >= 28 && get_u32(data + 4) == heard_.ssrc) {
        ++heard_.sender_reports;
        report_heard_ = ReportHeard{get_u32(data + 10), loop_.now()};
    }
    const std::size_t first = type == 200 ? 28 : 8;
    for (std::size_t at = first, n = 0; n < (data[0] & 0x1FU) && at + 24 <= size; at += 24, ++n) {
        if (get_u32(data + at) == heard_.own_ssrc) {
            ++heard_.receiver_reports_on_us;
            heard_.highest_reported = get_u32(data + at + 8);
        } else {
            ++heard_.reports_on_others;
        }
    }
}

}  // namespace wims::test
