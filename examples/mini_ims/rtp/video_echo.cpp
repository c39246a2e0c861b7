// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/rtp/video_echo.hpp"

#include <sys/epoll.h>

#include "common/core/random.hpp"
#include "mini_ims/rtp/rtcp.hpp"
#include "mini_ims/rtp/rtp_packet.hpp"

namespace wims::mini_ims {

namespace {

constexpr int reads_per_turn = 64;
constexpr std::uint8_t payload_feedback = 206, picture_loss = 1, full_intra_request = 4;

/// How many packets of a compound ask for a key frame. [RFC 4585 6.3.1, RFC 5104 4.3.1]
unsigned key_frame_requests(View compound) {
    unsigned n = 0;
    for (auto left = compound; left.size() >= 4;) {
        const std::uint8_t format = left[0] & 0x1f;
        if (left[1] == payload_feedback && (format == picture_loss || format == full_intra_request)) ++n;
        const std::size_t size = 4 + 4 * std::size_t{read16(left, 2)};
        if (size > left.size()) break;
        left = left.subspan(size);
    }
    return n;
}

}  // namespace

VideoEcho::VideoEcho(EventLoop& loop, std::unique_ptr<RtpSockets> sockets)
    : loop_(loop), sockets_(std::move(sockets)), ssrc_(static_cast<std::uint32_t>(random_u64() | 1)) {}

void VideoEcho::apply(const TransportAddress& rtp, const TransportAddress& rtcp, std::uint8_t payload_type) {
    rtp_ = rtp;
    rtcp_ = rtcp;
    told_.payload_type = payload_type;
    if (running_) return;
    running_ = true;
    const auto self = shared_from_this();
    loop_.watch(sockets_->rtp(), EPOLLIN, [self](std::uint32_t) { self->receive_media(); });
    loop_.watch(sockets_->rtcp(), EPOLLIN, [self](std::uint32_t) { self->receive_control(); });
}

void VideoEcho::stop() {
    if (!running_) return;
    running_ = false;
    const auto self = shared_from_this();  // the watches held the last reference perhaps
    loop_.unwatch(sockets_->rtp());
    loop_.unwatch(sockets_->rtcp());
}

void VideoEcho::receive_media() {
    for (int i = 0; i < reads_per_turn; ++i) {
        const auto datagram = RtpSockets::receive(sockets_->rtp());
        if (!datagram) return;
        auto packet = RtpPacket::parse(datagram->octets);
        if (!packet || packet->payload_type != told_.payload_type) continue;
        heard_ssrc_ = packet->ssrc;
        packet->ssrc = ssrc_;
        RtpSockets::send(sockets_->rtp(), packet->encode(), rtp_);
        ++told_.packets;
    }
}

void VideoEcho::receive_control() {
    for (int i = 0; i < reads_per_turn; ++i) {
        const auto datagram = RtpSockets::receive(sockets_->rtcp());
        if (!datagram) return;
        const auto asked = key_frame_requests(datagram->octets);
        told_.key_frames_asked += asked;
        if (asked > 0) want_key_frame();
    }
}

void VideoEcho::want_key_frame() {
    if (heard_ssrc_ == 0) return;
    RtcpReport report;
    report.ssrc = ssrc_;
    auto compound = encode(report, "phone@mini-ims");
    put16(compound, 0x8000 | picture_loss << 8 | payload_feedback);
    put16(compound, 2);
    put32(compound, ssrc_);
    put32(compound, heard_ssrc_);
    RtpSockets::send(sockets_->rtcp(), compound, rtcp_);
    ++told_.key_frames_wanted;
}

}  // namespace wims::mini_ims
