// SPDX-License-Identifier: Apache-2.0
#include "media/engine/transcoding.hpp"

#include <algorithm>
#include <utility>

#include "common/core/random.hpp"
#include "media/rtp/telephone_event.hpp"

namespace wims::media::engine {

Transcoding::Transcoding(const iq::Transcoding& spec, std::unique_ptr<Transcoder> transcoder)
    : spec_(spec), transcoder_(std::move(transcoder)), made_ssrc_(static_cast<std::uint32_t>(random_u64())) {}

void Transcoding::receive(Towards towards, const rtp::Header& header, std::span<const std::uint8_t> payload,
                          TimePoint now, Sender& sender) {
    const auto at = way(towards).clock.received(header, source_codec(towards).clock_rate, now);
    sender_ = &sender;
    transcoder_->receive(towards, {at.sequence, at.timestamp, payload}, now, *this);
}

bool Transcoding::pass_event(Towards towards, rtp::Header& header, std::span<std::uint8_t> payload,
                             std::uint32_t from_rate, std::uint32_t to_rate, TimePoint now, Sender& sender) {
    if (payload.empty() || payload.size() % rtp::TelephoneEvent::octets != 0) return false;
    const auto at = way(towards).clock.received(header, source_codec(towards).clock_rate, now);
    sender_ = &sender;
    transcoder_->receive(towards, {at.sequence, at.timestamp, {}}, now, *this);
    for (std::size_t i = 0; i < payload.size(); i += rtp::TelephoneEvent::octets) {
        auto report = rtp::TelephoneEvent::read(&payload[i]);
        const std::uint64_t duration = std::uint64_t{report.duration} * to_rate / from_rate;
        report.duration = static_cast<std::uint16_t>(std::min<std::uint64_t>(duration, 0xFFFF));
        report.write(&payload[i]);
    }
    header.timestamp = static_cast<std::uint32_t>(at_target(towards, at.timestamp));
    number(towards, header);
    return true;
}

void Transcoding::handle_time(TimePoint now, Sender& sender) {
    sender_ = &sender;
    transcoder_->handle_time(now, *this);
}

void Transcoding::number(Towards towards, rtp::Header& header) {
    header.ssrc = made_ssrc_;
    header.sequence = way(towards).next_sequence++;
}

void Transcoding::send(Towards towards, const TranscodedPacket& packet) {
    rtp::Header header;
    header.marker = packet.marker;
    header.payload_type = towards == Towards::access ? spec_.access_type : spec_.core_type;
    header.timestamp = static_cast<std::uint32_t>(packet.timestamp);
    header.payload_octets = packet.payload.size();
    number(towards, header);
    sender_->send(towards, header, packet.payload);
}

std::uint32_t Transcoding::made_timestamp(Towards towards, std::uint32_t of_source) const noexcept {
    return static_cast<std::uint32_t>(at_target(towards, way(towards).clock.unwrapped(of_source)));
}

}  // namespace wims::media::engine
