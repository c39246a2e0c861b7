// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/rtp/reception.hpp"

#include <algorithm>
#include <cmath>

namespace wims::mini_ims {

namespace {
std::uint32_t media_clock(WallTime time) {
    return static_cast<std::uint32_t>(time.time_since_epoch().count() / 125000);  // 8,000 Hz
}
}  // namespace

void Reception::restart(const RtpPacket& packet) {
    lost_before_ = lost();
    if (sources_.size() < sources_kept) sources_.insert(packet.ssrc);
    ssrc_ = packet.ssrc;
    base_ = packet.sequence;
    highest_ = packet.sequence;
    cycles_ = 0;
    received_ = received_prior_ = expected_prior_ = 0;
    jitter_ = 0;
    transit_.reset();
    last_sr_at_.reset();
    last_sr_ = 0;
}

void Reception::add(const RtpPacket& packet, WallTime arrived) {
    if (sources_.empty() || packet.ssrc != ssrc_) restart(packet);
    if (last_arrival_ && arrived - *last_arrival_ > long_gap) ++gaps_;
    last_arrival_ = arrived;
    ++packets_;
    ++received_;

    const auto step = static_cast<std::int16_t>(packet.sequence - highest_);
    if (step > 0) {
        if (packet.sequence < highest_) cycles_ += 0x10000;
        highest_ = packet.sequence;
    }
    const auto transit = static_cast<std::int64_t>(static_cast<std::int32_t>(media_clock(arrived) - packet.timestamp));
    if (transit_) jitter_ += (std::abs(static_cast<double>(transit - *transit_)) - jitter_) / 16;
    transit_ = transit;
}

void Reception::heard_sender(const SenderInfo& sender, WallTime arrived) {
    last_sr_ = static_cast<std::uint32_t>(sender.ntp >> 16);
    last_sr_at_ = arrived;
}

std::int64_t Reception::lost() const {
    if (sources_.empty()) return 0;
    return lost_before_ + std::max<std::int64_t>(0, expected() - received_);
}

std::optional<ReportBlock> Reception::report(WallTime now) {
    if (sources_.empty()) return std::nullopt;
    const auto expected_now = expected() - expected_prior_;
    const auto lost_now = expected_now - (received_ - received_prior_);
    expected_prior_ = expected();
    received_prior_ = received_;

    ReportBlock block;
    block.ssrc = ssrc_;
    block.fraction_lost = expected_now <= 0 || lost_now <= 0
                              ? 0
                              : static_cast<std::uint8_t>(std::min<std::int64_t>(255, lost_now * 256 / expected_now));
    block.cumulative_lost = static_cast<std::int32_t>(expected() - received_);
    block.highest_sequence = highest();
    block.jitter = static_cast<std::uint32_t>(jitter_);
    block.last_sr = last_sr_;
    if (last_sr_at_)
        block.delay_since_last_sr = static_cast<std::uint32_t>((now - *last_sr_at_).count() * 65536 / 1000000000);
    return block;
}

}  // namespace wims::mini_ims
