// SPDX-License-Identifier: Apache-2.0
#include "media/engine/rtcp_reports.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "common/core/random.hpp"
#include "media/rtcp/compound.hpp"
#include "media/rtcp/goodbye.hpp"
#include "media/rtcp/source_description.hpp"

namespace wims::media::engine {

namespace {

constexpr std::size_t report_octets = 400;

/// What the RTCP of a leg is a twentieth of. [RFC 3550 6.2]
rtcp::Schedule::Session session_of(const iq::StreamSpec& spec, Towards side) noexcept {
    const bool avpf = side == Towards::access || spec.core_feedback.any();
    return rtcp::Schedule::session(spec.media == iq::MediaType::video ? 1000 : 100, avpf);
}

/// A line of ours and whoever is heard through it: the source itself, or what a transcoder makes of it.
struct Voice {
    const rtp::Line& line;
    const Transcoding* transcoding;
    Towards side;

    std::optional<std::uint32_t> source() const {
        if (transcoding == nullptr) return line.source();
        return line.source() == transcoding->made_ssrc() ? transcoding->source(side) : std::nullopt;
    }
    std::uint32_t line_timestamp(std::uint32_t of_source) const {
        return line.line_timestamp(transcoding != nullptr ? transcoding->made_timestamp(side, of_source) : of_source);
    }
};

std::uint32_t ticks(Duration span, std::uint32_t clock_rate) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(span).count();
    return static_cast<std::uint32_t>(us * clock_rate / 1'000'000);
}

bool far_apart(std::uint32_t a, std::uint32_t b, std::uint32_t clock_rate) {
    const auto distance = static_cast<std::int32_t>(a - b);
    return std::abs(static_cast<std::int64_t>(distance)) > std::int64_t{10} * clock_rate;
}

}  // namespace

RtcpReports::RtcpReports(const Shared& shared, AccessTransport& access, SessionOutput& output,
                         std::vector<Stream>& streams, const std::string& access_cname, const std::string& core_cname)
    : shared_(shared), access_(access), output_(output), streams_(streams), access_cname_(access_cname),
      core_cname_(core_cname) {
    for (const auto& stream : streams_)
        legs_.push_back({RtcpLeg(session_of(stream.spec(), Towards::access), random_u64()),
                         RtcpLeg(session_of(stream.spec(), Towards::core), random_u64())});
}

RtcpReports::View RtcpReports::view(std::size_t index, Towards side) noexcept {
    auto& [access, core] = legs_[index];
    Stream& stream = streams_[index];
    if (side == Towards::core) return {core, access, stream.core, stream.from_core, stream.from_access};
    return {access, core, stream.access, stream.from_access, stream.from_core};
}

bool RtcpReports::reaches(std::size_t index, Towards side) const noexcept {
    return side == Towards::core ? streams_[index].core_rtcp().has_value() : access_.established();
}

void RtcpReports::update(TimePoint now) {
    for (std::size_t i = 0; i < streams_.size(); ++i)
        for (const Towards side : {Towards::access, Towards::core}) {
            RtcpLeg& leg = this->leg(i, side);
            leg.schedule.change(session_of(streams_[i].spec(), side));
            if (reaches(i, side)) leg.schedule.begin({}, now);
        }
}

void RtcpReports::access_up(TimePoint now) {
    for (auto& legs : legs_) legs.access.remote.reset();
    update(now);
}

void RtcpReports::receive_access(std::span<const std::uint8_t> compound, TimePoint now) {
    for (std::size_t i = 0; i < streams_.size(); ++i) receive(i, Towards::access, compound, now);
}

void RtcpReports::receive_core(std::size_t index, std::span<const std::uint8_t> compound, TimePoint now) {
    receive(index, Towards::core, compound, now);
}

void RtcpReports::receive(std::size_t index, Towards side, std::span<const std::uint8_t> octets, TimePoint now) {
    const View at = view(index, side);
    auto compound = rtcp::Compound::parse(octets);
    if (!compound) return;
    at.leg.schedule.passed(octets.size());
    std::optional<rtcp::SenderInfo> sender;
    const auto source = at.heard.source();
    while (const auto element = compound->next()) {
        if (const auto report = rtcp::Report::parse(*element)) {
            if (report->sender && report->ssrc == source) sender = report->sender;
            for (std::size_t i = 0; i < report->block_count; ++i)
                if (report->blocks[i].ssrc == at.line.ssrc()) at.leg.heard(report->blocks[i], now);
        } else if (source && rtcp::Goodbye::of(*element, *source)) {
            at.leg.ended(at.heard.packets());
        } else if (const auto cname = source ? rtcp::find_cname(*element, *source) : std::nullopt) {
            at.leg.endpoint = std::hash<std::string_view>{}(*cname);
        }
    }
    if (sender) at.leg.heard(*source, *sender, sibling(index, side), now);
}

const CaptureClock* RtcpReports::sibling(std::size_t index, Towards side) const noexcept {
    const std::size_t endpoint = leg(index, side).endpoint;
    for (std::size_t i = 0; endpoint != 0 && i < legs_.size(); ++i)
        if (i != index && leg(i, side).endpoint == endpoint) return &leg(i, side).capture;
    return nullptr;
}

rtcp::SenderInfo RtcpReports::sender_info(std::size_t index, Towards side, TimePoint now) {
    const View at = view(index, side);
    const Voice voice{at.line, streams_[index].transcoding.get(), side};
    std::uint32_t timestamp = at.line.timestamp_at(now);
    if (const auto source = voice.source())
        if (const auto captured = at.far.capture.of(*source)) {
            const std::uint32_t rate = at.line.clock_rate();
            const std::uint32_t said = voice.line_timestamp(captured->timestamp) + ticks(now - captured->time, rate);
            if (!far_apart(said, timestamp, rate)) timestamp = said;
        }
    return {rtcp::ntp_of(shared_.civil_zero + now.time_since_epoch()), timestamp, at.line.packets(), at.line.octets()};
}

void RtcpReports::report(std::size_t index, Towards side, TimePoint now) {
    const View at = view(index, side);
    if (!at.leg.schedule.expired(at.leg.members(at.line, at.heard), now) || !reaches(index, side)) return;
    if (!at.heard.source() && at.line.packets() == 0) return;
    const bool goodbye = at.line.packets() > 0 && at.far.over(at.source.packets());
    rtcp::Report made;
    made.ssrc = at.line.ssrc();
    if (at.leg.we_sent(at.line)) made.sender = sender_info(index, side, now);
    if (at.heard.heard_since_report()) made.add(at.leg.block(at.heard, now));
    alignas(8) std::array<std::uint8_t, report_octets + srtp::tail_octets> slot;
    const std::size_t size = finish(std::span(slot).first(report_octets), made.write(slot), side, made.ssrc, goodbye);
    at.leg.reported(at.line, made.sender ? std::optional(made.sender->ntp) : std::nullopt, size, now);
    send(index, side, slot, size);
    if (!goodbye) return;
    at.line.renew(static_cast<std::uint32_t>(random_u64()) | 1);
    at.leg.renewed();
}

std::size_t RtcpReports::finish(std::span<std::uint8_t> out, std::size_t size, Towards side, std::uint32_t ssrc,
                                bool goodbye) {
    size += rtcp::write_cname(out.subspan(size), ssrc, side == Towards::core ? core_cname_ : access_cname_);
    return goodbye ? size + rtcp::Goodbye::write(out.subspan(size), ssrc) : size;
}

void RtcpReports::send(std::size_t index, Towards side, std::span<std::uint8_t> slot, std::size_t size) {
    if (side == Towards::access) {
        Packet packet{slot.data(), size, slot.size()};
        access_.protect_and_send(packet, true);
    } else {
        const Stream& stream = streams_[index];
        output_.send_core(index, stream.core_rtcp_port(), slot.first(size), *stream.core_rtcp());
    }
}

void RtcpReports::handle_time(TimePoint now) {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        report(i, Towards::access, now);
        report(i, Towards::core, now);
    }
}

std::optional<TimePoint> RtcpReports::deadline() const {
    std::optional<TimePoint> next;
    for (const auto& [access, core] : legs_)
        for (const RtcpLeg* leg : {&access, &core})
            if (const auto due = leg->schedule.due()) next = next ? std::min(*next, *due) : due;
    return next;
}

void RtcpReports::say_goodbye() {
    for (std::size_t i = 0; i < streams_.size(); ++i)
        for (const Towards side : {Towards::access, Towards::core}) {
            const View at = view(i, side);
            if (!reaches(i, side) || (at.line.packets() == 0 && !at.leg.has_reported())) continue;
            rtcp::Report empty;
            empty.ssrc = at.line.ssrc();
            alignas(8) std::array<std::uint8_t, report_octets + srtp::tail_octets> slot;
            const auto out = std::span(slot).first(report_octets);
            send(i, side, slot, finish(out, empty.write(out), side, empty.ssrc, true));
        }
}

}  // namespace wims::media::engine
