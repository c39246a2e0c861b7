// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/api.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/iq/gateway.hpp>
#include <wims/media/codec_factory.hpp>
#include <wims/media/consent_mode.hpp>
#include <wims/media/core_latching.hpp>
#include <wims/media/srtp_backend.hpp>
#include <wims/media/statistics.hpp>
#include <wims/media/traversal.hpp>

namespace wims::media {

struct ImsAgwConfig {
    Endpoint w3;                          ///< UDP; one port for every session of the worker; port 0 takes a free one
    std::vector<Endpoint> w3_also;        ///< at most one, of the other address family than w3
    bool ice_tcp = false;                 ///< a TCP port beside each UDP port, for WICs that no UDP reaches [RFC 6544]
    std::string core_ip;                  ///< where RTP and RTCP ports of the core realm are bound
    std::string core_advertised_ip;       ///< empty: core_ip
    std::uint16_t core_port_min = 30000;  ///< even; pairs are taken round-robin and recycled late
    std::uint16_t core_port_max = 39999;
    std::size_t contexts = 10000;

    std::optional<TraversalConfig>
        traversal;  ///< full ICE behind a NAT or with TURN: w3's port is then not told to WICs

    ConsentMode consent = ConsentMode::answer;
    Duration consent_loss = std::chrono::seconds(30);  ///< without authenticated STUN (K6)
    Duration dtls_setup = std::chrono::seconds(10);    ///< after the first valid check
    Duration media_inactivity = std::chrono::seconds(30);
    Duration hanging_termination =
        std::chrono::minutes(10);  ///< without a request for the context; 0: not watched (AGW-17)

    CoreLatching core_latching;
    /// DiffServ code points of what is sent, 0...63: to the core by media type, RTCP as its RTP; and on W3, whose UDP
    /// port carries all of it. [TS 23.334 5.4, RFC 2474 3, RFC 4594]
    std::uint8_t dscp_audio = 46;  ///< EF
    std::uint8_t dscp_video = 34;  ///< AF41
    std::uint8_t dscp_w3 = 0;
    SrtpBackend srtp = SrtpBackend::openssl;

    /// Codes where the two sides have no codec in common; it outlives this. None: such streams are refused. It works on the
    /// thread that carries the media, one packet at a time: a packet of Opus and AMR-WB is about 0.2 ms. (AGW-10)
    CodecFactory* codecs = nullptr;
};

/// The eIMS-AGW: ICE-lite, DTLS-SRTP and rtcp-mux towards the WIC; RTP and RTCP on ports of their own towards the core.
/// [S1 X.1.4.4] One worker, one thread. Every member may be called from any thread; Iq operations complete on the
/// asker's executor. Destroying it releases every context without further events.
class ImsAgw : public iq::Gateway {
public:
    /// usage: the configuration is wrong; io: an address cannot be bound.
    WIMS_API static Result<std::unique_ptr<ImsAgw>> create(const ImsAgwConfig& config, LogSink& log, Metrics& metrics);

    struct Health {
        std::size_t contexts = 0;
        std::size_t core_ports_free = 0;
        TransportAddress w3;  ///< as bound
    };
    virtual Health health() const = 0;

    /// What happened so far to every stream of this context, of all contexts when it is 0; empty when there is none. In no
    /// order. Any thread, never waiting for the media nor they for it: each report is whole, as of its stream's newest packet.
    virtual std::vector<StreamReport> statistics(iq::ContextId context = 0) const = 0;
};

}  // namespace wims::media
