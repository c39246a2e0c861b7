// SPDX-License-Identifier: Apache-2.0
#include "media/engine/rtcp_leg.hpp"

#include <algorithm>

namespace wims::media::engine {

void RtcpLeg::heard(std::uint32_t ssrc, const rtcp::SenderInfo& sender, const CaptureClock* sibling,
                    TimePoint now) noexcept {
    capture.report(ssrc, sender, sibling, now);
    last_heard_ = Sent{rtcp::middle(sender.ntp), now};
    last_heard_ssrc_ = ssrc;
}

void RtcpLeg::heard(const rtcp::ReportBlock& block, TimePoint now) noexcept {
    if (!remote) remote.emplace();
    remote->fraction_lost = static_cast<std::uint8_t>(block.loss >> 24);
    remote->lost = static_cast<std::int32_t>(block.loss << 8) >> 8;
    remote->jitter = block.jitter;
    if (block.last_sr == 0) return;
    for (const auto& report : reports_) {
        if (!report || report->middle != block.last_sr) continue;
        remote->round_trip = std::max(now - report->at - rtcp::from_short(block.delay), Duration::zero());
        return;
    }
}

rtcp::Schedule::Members RtcpLeg::members(const rtp::Line& line, const rtp::Reception& reception) const noexcept {
    rtcp::Schedule::Members members;
    members.we_sent = we_sent(line);
    members.all = reception.source() || remote ? 2 : 1;
    members.senders = (members.we_sent ? 1U : 0U) + (reception.heard_since_report() ? 1U : 0U);
    return members;
}

rtcp::ReportBlock RtcpLeg::block(rtp::Reception& reception, TimePoint now) noexcept {
    const auto report = reception.take_report();
    rtcp::ReportBlock block;
    block.ssrc = *reception.source();
    block.loss = std::uint32_t{report.fraction_lost} << 24 | (static_cast<std::uint32_t>(report.lost) & 0xFFFFFF);
    block.highest_sequence = report.highest_sequence;
    block.jitter = report.jitter;
    if (last_heard_ && last_heard_ssrc_ == block.ssrc) {
        block.last_sr = last_heard_->middle;
        block.delay = rtcp::short_of(now - last_heard_->at);
    }
    return block;
}

void RtcpLeg::reported(const rtp::Line& line, std::optional<rtcp::Ntp> ntp, std::size_t octets,
                       TimePoint now) noexcept {
    sent_ = {sent_[1], line.packets()};
    if (ntp) {
        reports_[next_report_] = Sent{rtcp::middle(*ntp), now};
        next_report_ = (next_report_ + 1) % reports_.size();
    }
    reported_ = true;
    schedule.passed(octets);
}

}  // namespace wims::media::engine
