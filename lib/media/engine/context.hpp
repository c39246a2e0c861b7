// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <wims/common/log.hpp>
#include <wims/iq/gateway.hpp>

#include <wims/media/session_output.hpp>
#include "media/engine/access_transport.hpp"
#include "media/engine/bundle.hpp"
#include "media/engine/core_protection.hpp"
#include "media/engine/demux.hpp"
#include "media/engine/feedback.hpp"
#include "media/engine/figures.hpp"
#include "media/engine/parking.hpp"
#include "media/engine/rtcp_reports.hpp"
#include "media/engine/silence.hpp"
#include "media/engine/stream.hpp"

namespace wims::media::engine {

/// The media engine of one context: packets and the time in; packets, events and the next deadline out. It opens no
/// socket and reads no clock, so a host with a data plane of its own drives it the same way. (AGW-02, AUD-01)
class Context {
public:
    /// Room a packet needs behind its octets.
    static constexpr std::size_t tail_octets = srtp::tail_octets;

    /// Bad input fails here and leaves nothing behind.
    static Result<void> check(const iq::ReserveRequest& request, CodecFactory* codecs = nullptr);

    /// After check(request). `shared` and `output` outlive this.
    Context(const Shared& shared, const iq::ReserveRequest& request, w3::IceCredentials local, const Logger& log,
            SessionOutput& output, TimePoint now);

    /// Fails with not_found for an unknown stream and usage for bad input; then nothing has changed.
    Result<iq::Configured> configure(const iq::ConfigureRequest& request, TimePoint now);

    struct StunResult {
        ice::CheckOutcome outcome;
        std::optional<IpEndpoint> unbound;
    };
    StunResult receive_stun(const ice::StunMessage& message, const IpEndpoint& from, TimePoint now);
    /// DTLS, RTP or RTCP from an address that a check has bound. The packet is used up.
    void receive_access(PacketKind kind, Packet& packet, TimePoint now);
    /// RTP or RTCP on the core ports of the stream with this index. The packet is used up.
    void receive_core(std::size_t stream, CorePort port, Packet& packet, const IpEndpoint& from, TimePoint now);

    void handle_time(TimePoint now);
    /// When handle_time() has something to do; it may turn out to be later.
    std::optional<TimePoint> deadline() const;

    /// Says good-bye on both sides; nothing is sent after it.
    std::vector<iq::StreamStatistics> release();

    /// What was counted of the streams, each at both of its terminations.
    std::vector<StreamReport> statistics() const { return figures_.reports(); }
    /// From now on that is also on `board`, which outlives this, for other threads.
    void show_on(quality::Board& board, iq::ContextId id) { figures_.show_on(board, id); }

    /// Own ICE credentials, lite, and the certificate's fingerprint; the candidates are the sockets' owner's to add.
    w3::TransportDescription local() const;

    /// Of a full ICE agent that stands in for this end's own.
    void set_pair(const IpEndpoint& remote, TimePoint now) { access_.set_pair(remote, now); }
    void lose_pair() { access_.lose_pair(); }

    void unbind(const IpEndpoint& remote) { access_.unbind(remote); }
    const ice::LiteAgent& ice() const noexcept { return access_.ice(); }
    std::size_t streams() const noexcept { return streams_.size(); }
    /// From either side, RTCP included; the beginning of time: never.
    TimePoint last_heard() const noexcept { return std::max(from_access_.last(), from_core_.last()); }
    /// A packet may have changed deadline() whichever side it came from.
    bool transcodes() const noexcept;
    SessionOutput& host() noexcept { return host_; }

private:
    void play_parked(PacketKind kind, TimePoint now);
    class MadeSender;
    /// Audio that is coded, and the events beside it. True: the packet is used up.
    bool transcode(std::size_t index, Towards towards, const rtp::PayloadMap::Target& target, Packet& packet,
                   rtp::Header& header, TimePoint now);
    void skip(std::size_t index, Towards towards, const rtp::Header& header, TimePoint now);
    void send_made(std::size_t index, Towards towards, rtp::Header header, std::span<const std::uint8_t> payload,
                   TimePoint now);
    void rtp_from_access(Packet& packet, TimePoint now);
    void rtp_to_core(std::size_t index, const rtp::PayloadMap::Target& target, Packet& packet, rtp::Header& header,
                     TimePoint now);
    void rtcp_from_access(const Packet& packet, TimePoint now);
    void rtp_to_access(std::size_t index, Packet& packet, const IpEndpoint& from, TimePoint now);
    void rtcp_from_core(std::size_t index, CorePort port, const Packet& packet, const IpEndpoint& from, TimePoint now);
    bool is_rtcp(const Packet& packet);
    void latched(std::size_t index, CorePort port, const IpEndpoint& from, TimePoint now);
    void ask_key_frames(TimePoint now);
    /// A WIC that agreed to the MID sorts by it, until it has learnt the SSRC: it reports of it then. [RFC 9143 9.2]
    void tell_mid(std::size_t index, Packet& packet, rtp::Header& header);
    void update_expectations(TimePoint now);
    void report_silence(Silence& silence, const char* side, TimePoint now);
    void drop(Counter why) { count(shared_.metrics, why); }

    const Shared& shared_;
    const Logger log_;
    SessionOutput& host_;
    CoreProtection core_;
    SessionOutput& output_;  // core_, which stands before host_

    const std::string access_cname_;
    const std::string core_cname_;
    AccessTransport access_;
    std::vector<Stream> streams_;
    Bundle bundle_;
    Feedback feedback_;
    RtcpReports reports_;
    Figures figures_;
    Parking parking_;
    Silence from_access_;
    Silence from_core_;
};

}  // namespace wims::media::engine
