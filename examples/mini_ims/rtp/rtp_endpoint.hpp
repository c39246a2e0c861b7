// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <wims/common/executor.hpp>

#include "common/runtime/event_loop.hpp"
#include "mini_ims/audio/audio_meter.hpp"
#include "mini_ims/audio/g711.hpp"
#include "mini_ims/audio/tone.hpp"
#include "mini_ims/rtp/reception.hpp"
#include "mini_ims/rtp/rtp_sockets.hpp"

namespace wims::mini_ims {

/// What a phone says.
struct Voice {
    bool echo = true;  ///< what it hears; else a tone
    double frequency_hz = 440;
    double level_dbfs = -20;
};

/// Agreed by offer and answer.
struct RtpPlan {
    TransportAddress rtp;
    TransportAddress rtcp;
    G711 law = G711::pcmu;
    std::optional<std::uint8_t> event_type;  ///< telephone-event
    bool send = true;
};

/// A named event that was heard. [RFC 4733 2.3]
struct HeardEvent {
    std::uint8_t event = 0;
    std::uint16_t duration = 0;  ///< timestamp units, as last told
    bool ended = false;
    std::uint32_t timestamp = 0;
    bool marker = false;       ///< of any of its packets
    unsigned end_packets = 0;  ///< that told its end
};

/// What a phone can tell about its media, at one moment.
struct RtpReport {
    std::optional<double> frequency_hz, level_dbfs;
    std::uint64_t packets = 0;
    std::int64_t lost = 0;
    unsigned gaps = 0;
    std::vector<std::uint32_t> sources;
    std::uint64_t packets_sent = 0;
    std::uint32_t own_ssrc = 0, remote_ssrc = 0;
    unsigned sr_sent = 0, rr_sent = 0, sr_received = 0;
    std::vector<ReportBlock> blocks_received;  ///< the newest ten, oldest first
    bool bye_received = false;
    std::vector<HeardEvent> events;
};

/// One call's RTP and RTCP. All members run on the loop's thread; a started endpoint keeps itself alive until stop().
class RtpEndpoint : public std::enable_shared_from_this<RtpEndpoint> {
public:
    RtpEndpoint(EventLoop& loop, std::unique_ptr<RtpSockets> sockets, Voice voice);

    /// Begins, or goes on with another plan.
    void apply(const RtpPlan& plan);
    /// Sends RTCP BYE. What was heard stays readable.
    void stop();

    RtpReport report();

private:
    void start();
    void receive_media();
    void receive_control();
    void hear(const RtpPacket& packet, WallTime arrived);
    void hear_event(const RtpPacket& packet);
    void echo(const RtpPacket& packet);
    void speak();
    void send(View payload);
    void send_report(bool bye);
    std::uint32_t timestamp_now() const;

    EventLoop& loop_;
    const std::unique_ptr<RtpSockets> sockets_;
    const Voice voice_;
    RtpPlan plan_;
    bool running_ = false;

    Timer speak_timer_, report_timer_;
    TimePoint next_block_;
    Tone tone_;
    AudioMeter meter_;
    Reception reception_;

    const std::uint32_t ssrc_;
    std::uint16_t sequence_;
    std::uint32_t timestamp_;
    TimePoint sent_at_;  // when timestamp_ was now
    bool first_packet_ = true;
    std::uint32_t packets_sent_ = 0, octets_sent_ = 0, packets_at_last_report_ = 0;
    std::optional<std::pair<std::uint32_t, std::uint16_t>> echoed_;  // timestamp and sequence of the newest packet
    RtpReport told_;
};

}  // namespace wims::mini_ims
