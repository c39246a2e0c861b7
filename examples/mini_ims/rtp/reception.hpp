// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>

#include "mini_ims/rtp/rtcp.hpp"
#include "mini_ims/rtp/rtp_packet.hpp"

namespace wims::mini_ims {

/// What arrives, counted: for the report blocks we send and for whoever asks the phone what it hears. [RFC 3550 A.1, A.3,
/// A.8] `arrived` is when the kernel got the datagram, so that our own scheduling is not mistaken for the network's.
class Reception {
public:
    static constexpr std::chrono::milliseconds long_gap{60};
    static constexpr std::size_t sources_kept = 64;  ///< anybody can send under any SSRC

    void add(const RtpPacket& packet, WallTime arrived);
    void heard_sender(const SenderInfo& sender, WallTime arrived);

    /// About the newest source; empty before the first packet. Closes the interval of fraction_lost.
    std::optional<ReportBlock> report(WallTime now);

    std::uint64_t packets() const { return packets_; }
    std::int64_t lost() const;
    unsigned gaps() const { return gaps_; }
    const std::set<std::uint32_t>& sources() const { return sources_; }
    std::uint32_t newest_source() const { return ssrc_; }

private:
    void restart(const RtpPacket& packet);
    std::uint32_t highest() const { return cycles_ + highest_; }
    std::int64_t expected() const { return static_cast<std::int64_t>(highest()) - base_ + 1; }

    std::set<std::uint32_t> sources_;
    std::uint64_t packets_ = 0;     // of all sources
    std::int64_t lost_before_ = 0;  // by sources that have gone
    unsigned gaps_ = 0;
    std::optional<WallTime> last_arrival_;

    std::uint32_t ssrc_ = 0;
    std::uint32_t base_ = 0, cycles_ = 0;
    std::uint16_t highest_ = 0;
    std::int64_t received_ = 0, received_prior_ = 0, expected_prior_ = 0;
    double jitter_ = 0;
    std::optional<std::int64_t> transit_;
    std::uint32_t last_sr_ = 0;
    std::optional<WallTime> last_sr_at_;
};

}  // namespace wims::mini_ims
