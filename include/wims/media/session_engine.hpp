// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include <wims/common/api.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/iq/gateway.hpp>
#include <wims/media/codec_factory.hpp>
#include <wims/media/consent_mode.hpp>
#include <wims/media/core_latching.hpp>
#include <wims/media/ip_endpoint.hpp>
#include <wims/media/packet.hpp>
#include <wims/media/session_output.hpp>
#include <wims/media/srtp_backend.hpp>
#include <wims/media/statistics.hpp>
#include <wims/w3/transport.hpp>

/// The eIMS-AGW for a host with a data plane of its own: no socket, no thread, no clock. Packets and the time go in;
/// packets, events and the next deadline come out.
namespace wims::media {

/// One context: an access termination towards the WIC (ICE-lite, DTLS-SRTP, rtcp-mux) joined with a core termination
/// (RTP and RTCP). [S1 X.1.4.4] `now` never goes back from one call to the next.
///
///     auto session = *engine->open(request, output, now);
///     … host's SDP: session->local() and the addresses of the host's own sockets …
///     on a datagram:   session->receive_access(packet, from, now);
///     at *deadline():  session->handle_time(now);
class SessionEngine {
public:
    /// Room that a packet needs behind its octets: it is encrypted in place.
    static constexpr std::size_t tail_octets = 32;

    virtual ~SessionEngine() = default;

    /// Own ufrag, pwd and fingerprint; the candidates are the host's to add.
    virtual w3::TransportDescription local() const = 0;

    /// As iq::Gateway::configure; `request.context` is not looked at. local() has other ICE credentials after it when the
    /// WIC's are others than before. Fails with not_found for an unknown stream and
    /// usage for bad input; then nothing has changed.
    virtual Result<void> configure(const iq::ConfigureRequest& request, TimePoint now) = 0;

    /// STUN, DTLS, SRTP or SRTCP that came in on W3. The packet is used up.
    virtual void receive_access(Packet& packet, const IpEndpoint& from, TimePoint now) = 0;
    /// RTP or RTCP that came in on the core ports of the stream with this index; of another index: dropped. Used up.
    virtual void receive_core(std::size_t stream, CorePort port, Packet& packet, const IpEndpoint& from,
                              TimePoint now) = 0;

    virtual void handle_time(TimePoint now) = 0;
    /// When handle_time() has something to do; it may turn out to be later. Ask again after each call.
    virtual std::optional<TimePoint> deadline() const = 0;

    /// What happened so far to each stream, in the order of the reserve request.
    virtual std::vector<StreamReport> statistics() const = 0;

    /// Says good-bye on both sides; nothing is sent after it.
    virtual std::vector<iq::StreamStatistics> release() = 0;
};

struct MediaEngineConfig {
    ConsentMode consent = ConsentMode::answer;
    Duration consent_loss = std::chrono::seconds(30);  ///< without authenticated STUN (K6)
    Duration dtls_setup = std::chrono::seconds(10);    ///< after the first valid check
    Duration media_inactivity = std::chrono::seconds(30);
    CoreLatching core_latching;
    SrtpBackend srtp = SrtpBackend::openssl;

    /// Codes where the two sides have no codec in common; it outlives this. None: such streams are refused. It works on the
    /// thread that carries the media, one packet at a time: a packet of Opus and AMR-WB is about 0.2 ms. (AGW-10)
    CodecFactory* codecs = nullptr;
};

/// What sessions share: the DTLS certificate, made at create, and the SRTP back-end. It outlives its sessions; one
/// thread at a time uses it and them.
class MediaEngine {
public:
    /// `now` dates the certificate, and is the civil time of the first open() in RTCP. usage: the library was built without the SRTP back-end asked for.
    WIMS_API static Result<std::unique_ptr<MediaEngine>> create(const MediaEngineConfig& config, WallTime now,
                                                                LogSink& log, Metrics& metrics);
    virtual ~MediaEngine() = default;

    /// A session for these streams; `output` outlives it. usage: bad input, as iq::Gateway::reserve has it.
    virtual Result<std::unique_ptr<SessionEngine>> open(const iq::ReserveRequest& request, SessionOutput& output,
                                                        TimePoint now) = 0;
};

}  // namespace wims::media
