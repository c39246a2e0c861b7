// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include <wims/common/address.hpp>

#include "common/runtime/event_loop.hpp"
#include "mini_ims/rtp/rtp_sockets.hpp"

namespace wims::mini_ims {

/// What a video phone can tell about its picture.
struct VideoReport {
    std::uint64_t packets = 0;       ///< heard, and sent back
    unsigned key_frames_asked = 0;   ///< PLI and FIR that came
    unsigned key_frames_wanted = 0;  ///< PLI that went
    std::uint8_t payload_type = 0;
};

/// A picture sent back as it comes, under an SSRC of its own; a request for a key frame goes back as one too, so the
/// caller's own encoder answers it. All members run on the loop's thread.
class VideoEcho : public std::enable_shared_from_this<VideoEcho> {
public:
    VideoEcho(EventLoop& loop, std::unique_ptr<RtpSockets> sockets);

    void apply(const TransportAddress& rtp, const TransportAddress& rtcp, std::uint8_t payload_type);
    void stop();
    VideoReport report() const { return told_; }
    /// Sends a PLI, once something was heard.
    void want_key_frame();

private:
    void receive_media();
    void receive_control();

    EventLoop& loop_;
    const std::unique_ptr<RtpSockets> sockets_;
    TransportAddress rtp_, rtcp_;
    bool running_ = false;
    const std::uint32_t ssrc_;
    std::uint32_t heard_ssrc_ = 0;
    VideoReport told_;
};

}  // namespace wims::mini_ims
