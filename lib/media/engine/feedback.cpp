// SPDX-License-Identifier: Apache-2.0
#include "media/engine/feedback.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "media/rtcp/full_intra_request.hpp"
#include "media/rtcp/generic_nack.hpp"
#include "media/rtcp/picture_loss.hpp"
#include "media/rtcp/receiver_bitrate.hpp"
#include "media/rtcp/report.hpp"
#include "media/rtcp/source_description.hpp"
#include "media/rtp/header_extension.hpp"

namespace wims::media::engine {

namespace {

constexpr std::size_t message_octets = 600, compound_octets = 720;
constexpr Duration estimate_interval = std::chrono::seconds(1);

/// An empty receiver report and the CNAME, then the message: the regular form, which every peer takes; the message alone
/// for those that agreed to it. [RFC 4585 3.1, RFC 5506 3.4.1]
std::size_t compound_of(std::span<std::uint8_t> out, std::uint32_t ssrc, std::string_view cname, bool reduced,
                        std::span<const std::uint8_t> message) {
    std::size_t size = 0;
    if (!reduced) {
        rtcp::Report empty;
        empty.ssrc = ssrc;
        size = empty.write(out);
        size += rtcp::write_cname(out.subspan(size), ssrc, cname);
    }
    if (message.empty() || out.size() < size + message.size()) return 0;
    std::memcpy(&out[size], message.data(), message.size());
    return size + message.size();
}

bool asks_key_frame(const rtcp::Element& element, std::uint32_t media) {
    if (const auto loss = rtcp::PictureLoss::parse(element)) return loss->media == media;
    return rtcp::FullIntraRequest::asks(element, media);
}

/// In the form agreed; 0 when none was.
std::size_t key_frame_request(std::span<std::uint8_t> out, const iq::Feedback& agreed, std::uint32_t sender,
                              std::uint32_t media, KeyFrameAsking& asking) {
    if (agreed.pli) return rtcp::PictureLoss{sender, media}.write(out);
    if (agreed.fir) return rtcp::FullIntraRequest{sender, media, asking.next_command()}.write(out);
    return 0;
}

}  // namespace

bool Feedback::send_access(const Stream& stream, std::span<const std::uint8_t> message) {
    alignas(8) std::array<std::uint8_t, compound_octets + srtp::tail_octets> out;
    const std::size_t size = compound_of(std::span(out).first(compound_octets), stream.access.ssrc(), access_cname_,
                                         stream.spec().access_feedback.reduced_size, message);
    if (size == 0) return false;
    Packet packet{out.data(), size, out.size()};
    return access_.protect_and_send(packet, true);
}

void Feedback::ask_access(Stream& stream, TimePoint now) {
    if (!stream.video || !stream.from_access.source() || !access_.established()) return;
    const auto& agreed = stream.spec().access_feedback;
    if ((!agreed.pli && !agreed.fir) || !stream.video->to_access.may_ask(now)) return;
    std::array<std::uint8_t, message_octets> message;
    const std::size_t size =
        key_frame_request(message, agreed, stream.access.ssrc(), *stream.from_access.source(), stream.video->to_access);
    if (send_access(stream, {message.data(), size})) count(shared_.metrics, Counter::key_frames_asked_access);
}

void Feedback::ask_core(std::size_t index, TimePoint now) {
    Stream& stream = streams_[index];
    if (!stream.video || !stream.from_core.source() || !stream.core_rtcp()) return;
    const auto& agreed = stream.spec().core_feedback;
    if ((!agreed.pli && !agreed.fir) || !stream.video->to_core.may_ask(now)) return;
    std::array<std::uint8_t, message_octets> message;
    const std::size_t size =
        key_frame_request(message, agreed, stream.core.ssrc(), *stream.from_core.source(), stream.video->to_core);
    std::array<std::uint8_t, compound_octets> out;
    const std::size_t octets =
        compound_of(out, stream.core.ssrc(), core_cname_, agreed.reduced_size, {message.data(), size});
    if (octets == 0) return;
    output_.send_core(index, stream.core_rtcp_port(), {out.data(), octets}, *stream.core_rtcp());
    count(shared_.metrics, Counter::key_frames_asked_core);
}

void Feedback::heard_access(Stream& stream, const Packet& packet, const rtp::Header& header, TimePoint now) {
    const auto& agreed = stream.spec().access_feedback;
    if (agreed.transport_cc)
        if (const auto data = rtp::find_extension(packet, header, stream.transport_cc_extension());
            data && data->size() >= 2) {
            const std::uint16_t sequence = get_u16(data->data());
            if (arrivals_.needs_flush(sequence)) tell_arrivals();
            arrivals_.received(sequence, header.ssrc, now);
        }
    if (stream.tells_bitrate() && !stream.video->estimated) stream.video->estimated = now;
    if (!stream.video || !agreed.nack) return;
    if (!stream.video->missing.received(header.ssrc, header.sequence)) ask_access(stream, now);
    else ask_again(stream, now);
}

void Feedback::ask_again(Stream& stream, TimePoint now) {
    std::array<std::uint16_t, 32> sequences;
    const std::size_t n = stream.video->missing.due(now, sequences);
    if (n == 0 || !stream.from_access.source()) return;
    std::array<std::uint8_t, message_octets> message;
    const std::size_t size = rtcp::write_nack(message, stream.access.ssrc(), *stream.from_access.source(),
                                              std::span<const std::uint16_t>(sequences).first(n));
    if (send_access(stream, {message.data(), size})) count(shared_.metrics, Counter::packets_asked_again, n);
}

void Feedback::answer_nack(Stream& stream, const rtcp::Element& element, TimePoint now) {
    const auto nack = rtcp::GenericNack::parse(element);
    if (!nack || nack->media() != stream.access.ssrc()) return;
    nack->for_each([&](std::uint16_t sequence) {
        const auto packet = stream.video->sent.repeat(sequence, now);
        if (!packet.empty() && access_.send_again(packet)) count(shared_.metrics, Counter::packets_repeated);
    });
}

void Feedback::receive_access(std::span<const std::uint8_t> octets, TimePoint now) {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        Stream& stream = streams_[i];
        if (!stream.video) continue;
        auto compound = rtcp::Compound::parse(octets);
        while (const auto element = compound ? compound->next() : std::nullopt) {
            if (asks_key_frame(*element, stream.access.ssrc())) ask_core(i, now);
            else answer_nack(stream, *element, now);
        }
    }
}

void Feedback::receive_core(std::size_t index, std::span<const std::uint8_t> octets, TimePoint now) {
    Stream& stream = streams_[index];
    if (!stream.video) return;
    auto compound = rtcp::Compound::parse(octets);
    while (const auto element = compound ? compound->next() : std::nullopt)
        if (asks_key_frame(*element, stream.core.ssrc())) ask_access(stream, now);
}

void Feedback::tell_arrivals() {
    std::array<std::uint8_t, message_octets> message;
    const Stream& stream = streams_.front();
    const std::size_t size = arrivals_.take(message, stream.access.ssrc());
    if (size > 0) send_access(stream, {message.data(), size});
}

void Feedback::tell_bitrate(Stream& stream, TimePoint now) {
    const auto heard = stream.from_access.take_interval();
    stream.video->estimate.update(heard.packets, heard.lost, heard.octets * 8);
    stream.video->estimated = now;
    if (!stream.from_access.source()) return;
    std::array<std::uint8_t, message_octets> message;
    const std::size_t size = rtcp::write_receiver_bitrate(message, stream.access.ssrc(), *stream.from_access.source(),
                                                          stream.video->estimate.bits_a_second());
    send_access(stream, {message.data(), size});
}

void Feedback::handle_time(TimePoint now) {
    if (const auto due = arrivals_.due(); due && *due <= now) tell_arrivals();
    for (auto& stream : streams_) {
        if (!stream.tells_bitrate() || !stream.video->estimated) continue;
        if (now - *stream.video->estimated >= estimate_interval) tell_bitrate(stream, now);
    }
}

std::optional<TimePoint> Feedback::deadline() const {
    auto next = arrivals_.due();
    for (const auto& stream : streams_) {
        if (!stream.tells_bitrate() || !stream.video->estimated) continue;
        const TimePoint when = *stream.video->estimated + estimate_interval;
        next = next ? std::min(*next, when) : when;
    }
    return next;
}

}  // namespace wims::media::engine
