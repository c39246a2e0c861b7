// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <wims/media/session_output.hpp>

#include "media/engine/access_transport.hpp"
#include "media/engine/rtcp_leg.hpp"
#include "media/engine/stream.hpp"

namespace wims::media::engine {

/// RTCP reports of one context. They end at the gateway, and each side gets ours: of our line's packets and of what we hear
/// there, under our CNAME, at our times. What a source's own reports say of its clock goes on in ours. A core leg sees
/// nothing else than SR, RR, SDES and BYE from here. (AGW-16, AUD-06)
class RtcpReports {
public:
    /// All of it outlives this.
    RtcpReports(const Shared& shared, AccessTransport& access, SessionOutput& output, std::vector<Stream>& streams,
                const std::string& access_cname, const std::string& core_cname);

    /// After a change of the streams.
    void update(TimePoint now);
    /// W3 is up, at first or with another association, whose end has reported of nothing yet.
    void access_up(TimePoint now);
    /// A compound of the WIC, and one of the core for the stream with this index.
    void receive_access(std::span<const std::uint8_t> compound, TimePoint now);
    void receive_core(std::size_t index, std::span<const std::uint8_t> compound, TimePoint now);

    void handle_time(TimePoint now);
    std::optional<TimePoint> deadline() const;
    /// BYE on every leg where we have been heard.
    void say_goodbye();

    const RtcpLeg& leg(std::size_t index, Towards side) const noexcept {
        return side == Towards::core ? legs_[index].core : legs_[index].access;
    }

private:
    struct Legs {
        RtcpLeg access, core;
    };
    /// One leg, and what goes over it both ways.
    struct View {
        RtcpLeg& leg;
        RtcpLeg& far;  ///< where the line's source is heard
        rtp::Line& line;
        rtp::Reception& heard;
        const rtp::Reception& source;
    };
    View view(std::size_t index, Towards side) noexcept;
    RtcpLeg& leg(std::size_t index, Towards side) noexcept {
        return side == Towards::core ? legs_[index].core : legs_[index].access;
    }

    bool reaches(std::size_t index, Towards side) const noexcept;
    void receive(std::size_t index, Towards side, std::span<const std::uint8_t> compound, TimePoint now);
    const CaptureClock* sibling(std::size_t index, Towards side) const noexcept;
    void report(std::size_t index, Towards side, TimePoint now);
    rtcp::SenderInfo sender_info(std::size_t index, Towards side, TimePoint now);
    std::size_t finish(std::span<std::uint8_t> out, std::size_t size, Towards side, std::uint32_t ssrc, bool goodbye);
    void send(std::size_t index, Towards side, std::span<std::uint8_t> slot, std::size_t size);

    const Shared& shared_;
    AccessTransport& access_;
    SessionOutput& output_;
    std::vector<Stream>& streams_;
    const std::string& access_cname_;
    const std::string& core_cname_;
    std::vector<Legs> legs_;  // as streams_
};

}  // namespace wims::media::engine
