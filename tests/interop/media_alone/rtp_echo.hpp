// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <wims/common/address.hpp>

#include "common/runtime/event_loop.hpp"
#include "media/core_leg/datagram_reader.hpp"
#include "media/core_leg/udp_socket.hpp"

namespace wims::test {

/// An IMS phone that sends back what it hears: RTP under an SSRC of its own, and RTCP reports of its own on the odd port.
class RtpEcho {
public:
    /// Binds an even/odd pair on `ip` from `first_port` on.
    RtpEcho(EventLoop& loop, const std::string& ip, std::uint16_t first_port);
    ~RtpEcho();

    /// Where to send; reports go out every second from now on.
    void call(const TransportAddress& rtp, const TransportAddress& rtcp);

    TransportAddress rtp() const { return rtp_.local().text(); }
    TransportAddress rtcp() const { return rtcp_.local().text(); }

    /// A telephone-event, or a segment of a long one. [RFC 4733 2.3]
    struct Event {
        std::uint32_t timestamp = 0;
        unsigned event = 0, duration = 0;
        bool marker = false;
        unsigned end_packets = 0;
    };
    /// Their payload type on the core side; others are sound.
    void expect_events(int payload_type) { event_type_ = payload_type; }

    struct Heard {
        std::uint64_t packets = 0;
        std::uint64_t lost = 0;      ///< numbers missing between the first and the last
        std::uint32_t own_ssrc = 0;  ///< what the phone sends with
        std::uint32_t ssrc = 0;      ///< what the phone hears
        std::map<int, std::uint64_t> payload_types;
        std::uint64_t sender_reports = 0;          ///< from the heard SSRC
        std::uint64_t receiver_reports_on_us = 0;  ///< report blocks that speak of own_ssrc
        std::uint64_t reports_on_others = 0;
        std::uint64_t other_rtcp = 0;  ///< neither SR, RR nor SDES
        std::uint32_t highest_reported = 0;
        std::uint16_t last_sequence_sent = 0;
        std::vector<std::string> cnames;
        std::vector<Event> events;
    };
    const Heard& heard() const noexcept { return heard_; }

private:
    void rtp_readable();
    void rtcp_readable();
    void note_event(const std::uint8_t* packet, std::size_t size);
    void report();
    void note_report(const std::uint8_t* data, std::size_t size);

    EventLoop& loop_;
    media::core_leg::UdpSocket rtp_;
    media::core_leg::UdpSocket rtcp_;
    media::core_leg::DatagramReader reader_;
    media::IpEndpoint rtp_to_{};
    media::IpEndpoint rtcp_to_{};
    Timer report_timer_;

    Heard heard_;
    int event_type_ = -1;
    std::uint16_t first_sequence_ = 0;
    std::uint32_t highest_ = 0;
    std::uint16_t sequence_ = 100;
    std::uint32_t timestamp_shift_ = 0;
    std::uint32_t last_timestamp_ = 0;
    std::uint32_t octets_ = 0;
    struct ReportHeard {
        std::uint32_t middle;  ///< of its NTP time
        TimePoint at;
    };
    std::optional<ReportHeard> report_heard_;
};

}  // namespace wims::test
