// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <wims/iq/gateway.hpp>

#include <wims/media/ip_endpoint.hpp>
#include <wims/media/session_output.hpp>
#include "media/engine/latch.hpp"
#include "media/engine/transcoding.hpp"
#include "media/engine/video.hpp"
#include "media/quality/e_model.hpp"
#include "media/rtp/event_clock.hpp"
#include "media/rtp/header_extension.hpp"
#include "media/rtp/line.hpp"
#include "media/rtp/payload_map.hpp"
#include "media/rtp/reception.hpp"

namespace wims::media::engine {

/// One m-line of a context: what Iq said of it, and our own lines on both sides, which outlive every change of it.
class Stream {
public:
    explicit Stream(const iq::StreamSpec& spec);

    /// Fails, changing nothing, when an address is not numeric or a payload type is over 127.
    static Result<void> check(const iq::StreamSpec& spec);
    /// After check.
    void set(const iq::StreamSpec& spec);

    const iq::StreamSpec& spec() const noexcept { return spec_; }
    const rtp::PayloadMap& payloads() const noexcept { return payloads_; }

    /// What becomes of header extensions on their way.
    const rtp::ExtensionIds& extensions_to_core() const noexcept { return to_core_ids_; }
    const rtp::ExtensionIds& extensions_to_access() const noexcept { return to_access_ids_; }
    /// Their numbers on W3, 0 when not agreed. [RFC 9143 15; draft-holmer-rmcat-transport-wide-cc-extensions-01 2]
    std::uint8_t mid_extension() const noexcept { return mid_extension_; }
    std::uint8_t transport_cc_extension() const noexcept { return transport_cc_extension_; }
    /// REMB alone was agreed with the WIC.
    bool tells_bitrate() const noexcept {
        return video && spec_.access_feedback.remb && !spec_.access_feedback.transport_cc;
    }

    /// What the codec of either side does to speech: of the first that was agreed.
    const quality::Impairment& access_impairment() const noexcept { return access_impairment_; }
    const quality::Impairment& core_impairment() const noexcept { return core_impairment_; }

    /// Where to send on the core side; nothing while unknown.
    const std::optional<IpEndpoint>& core_rtp() const noexcept { return core_rtp_.target(); }
    const std::optional<IpEndpoint>& core_rtcp() const noexcept {
        return core_muxed() ? core_rtp_.target() : core_rtcp_.target();
    }
    /// RTP and RTCP of the core on one port. [RFC 5761]
    bool core_muxed() const noexcept {
        return core_rtcp_.announced() && core_rtcp_.announced() == core_rtp_.announced();
    }
    CorePort core_rtcp_port() const noexcept { return core_muxed() ? CorePort::rtp : CorePort::rtcp; }
    Latch& latch(CorePort port) noexcept { return port == CorePort::rtcp ? core_rtcp_ : core_rtp_; }

    rtp::Line core;    ///< what the core hears
    rtp::Line access;  ///< what the WIC hears
    rtp::EventClock core_events;
    rtp::EventClock access_events;
    rtp::Reception from_access;
    rtp::Reception from_core;
    std::unique_ptr<Video> video;              ///< of a video stream only
    std::unique_ptr<Transcoding> transcoding;  ///< as spec() has it
    iq::StreamStatistics statistics;

private:
    void set_extensions();
    void set_impairments() noexcept;

    iq::StreamSpec spec_;
    rtp::PayloadMap payloads_;
    rtp::ExtensionIds to_core_ids_{};
    rtp::ExtensionIds to_access_ids_{};
    std::uint8_t mid_extension_ = 0;
    std::uint8_t transport_cc_extension_ = 0;
    quality::Impairment access_impairment_, core_impairment_;
    Latch core_rtp_;
    Latch core_rtcp_;
};

}  // namespace wims::media::engine
