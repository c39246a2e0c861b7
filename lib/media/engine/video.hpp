// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include <wims/common/clock.hpp>

#include "media/rtp/bitrate_estimate.hpp"
#include "media/rtp/missing_packets.hpp"
#include "media/rtp/packet_history.hpp"

namespace wims::media::engine {

/// Requests for key frames towards one side, not more often than a sender can obey. (VID-03)
class KeyFrameAsking {
public:
    static constexpr Duration pause = std::chrono::milliseconds(300);

    /// Whether a request may go now; it counts as gone then.
    bool may_ask(TimePoint now) noexcept {
        if (last_ && now - *last_ < pause) return false;
        last_ = now;
        return true;
    }
    std::uint8_t next_command() noexcept { return command_++; }

private:
    std::optional<TimePoint> last_;
    std::uint8_t command_ = 0;  // of FIR
};

/// What a video stream needs beyond its lines.
struct Video {
    rtp::PacketHistory sent;      ///< to the WIC, for its NACKs
    rtp::MissingPackets missing;  ///< from the WIC
    KeyFrameAsking to_access;
    KeyFrameAsking to_core;
    rtp::BitrateEstimate estimate;  ///< of what the WIC may send, where only REMB was agreed
    std::optional<TimePoint> estimated;
};

}  // namespace wims::media::engine
