// SPDX-License-Identifier: Apache-2.0
#include "media/engine/context.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "common/core/random.hpp"
#include "media/rtp/header.hpp"

namespace wims::media::engine {

namespace {

std::vector<Stream> make_streams(const std::vector<iq::StreamSpec>& specs) {
    std::vector<Stream> streams;
    streams.reserve(specs.size());
    for (const auto& spec : specs) streams.emplace_back(spec);
    return streams;
}

/// False: an event that must be rewritten and is none.
bool rescale(const rtp::PayloadMap::Target& target, rtp::EventClock& clock, Packet& packet, rtp::Header& header) {
    if (target.event_rate == 0) return true;
    return clock.pass(header, header.payload(packet), target.clock_rate, target.event_rate);
}

/// Empty when the stream wants none.
Result<std::unique_ptr<Transcoding>> transcoding_for(const iq::StreamSpec& spec, CodecFactory* codecs) {
    if (!spec.transcoding) return std::unique_ptr<Transcoding>();
    const auto& wanted = *spec.transcoding;
    if (codecs == nullptr)
        return Error{
            ErrorKind::usage,
            "no transcoder for " + wanted.access.encoding + " and " + wanted.core.encoding + ": none is configured",
            488};
    auto transcoder = codecs->create(wanted.access, wanted.core);
    if (!transcoder) return transcoder.error();
    return std::make_unique<Transcoding>(wanted, std::move(*transcoder));
}

}  // namespace

/// Where the packets of a call into a Transcoding go.
class Context::MadeSender final : public Transcoding::Sender {
public:
    MadeSender(Context& context, std::size_t index, TimePoint now) : context_(context), index_(index), now_(now) {}
    void send(Towards towards, const rtp::Header& header, std::span<const std::uint8_t> payload) override {
        context_.send_made(index_, towards, header, payload, now_);
    }

private:
    Context& context_;
    const std::size_t index_;
    const TimePoint now_;
};

Result<void> Context::check(const iq::ReserveRequest& request, CodecFactory* codecs) {
    if (request.streams.empty()) return Error{ErrorKind::usage, "a context needs at least one stream", 400};
    for (std::size_t i = 0; i < request.streams.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k)
            if (request.streams[k].id == request.streams[i].id)
                return Error{ErrorKind::usage, "two streams with id " + std::to_string(request.streams[i].id), 400};
        if (auto ok = Stream::check(request.streams[i]); !ok) return ok;
        if (auto ok = CoreProtection::check(request.streams[i]); !ok) return ok;
        if (auto made = transcoding_for(request.streams[i], codecs); !made) return made.error();
    }
    return request.access_remote ? AccessTransport::check(*request.access_remote) : Result<void>();
}

Context::Context(const Shared& shared, const iq::ReserveRequest& request, w3::IceCredentials local, const Logger& log,
                 SessionOutput& output, TimePoint now)
    : shared_(shared), log_(log), host_(output), core_(shared, request.streams.size(), output), output_(core_),
      access_cname_(random_token(16)), core_cname_(random_token(16)), access_(shared, std::move(local), log, output_),
      streams_(make_streams(request.streams)),
      feedback_(shared, access_, output_, streams_, access_cname_, core_cname_),
      reports_(shared, access_, output_, streams_, access_cname_, core_cname_), figures_(streams_, reports_) {
    for (std::size_t i = 0; i < streams_.size(); ++i) core_.set(i, streams_[i].spec());
    for (auto& stream : streams_)
        if (auto made = transcoding_for(stream.spec(), shared.codecs)) stream.transcoding = std::move(*made);
    if (request.access_remote) access_.set_remote(*request.access_remote, now);
    reports_.update(now);
}

Result<iq::Configured> Context::configure(const iq::ConfigureRequest& request, TimePoint now) {
    const auto find = [this](iq::StreamId id) {
        return std::find_if(streams_.begin(), streams_.end(), [id](const Stream& s) { return s.spec().id == id; });
    };
    std::map<iq::StreamId, std::unique_ptr<Transcoding>> made;
    for (const auto& spec : request.streams) {
        if (find(spec.id) == streams_.end())
            return Error{ErrorKind::not_found, "the context has no stream " + std::to_string(spec.id), 481};
        if (auto ok = Stream::check(spec); !ok) return ok.error();
        if (auto ok = CoreProtection::check(spec); !ok) return ok.error();
        const auto& old = find(spec.id)->transcoding;
        if (old && spec.transcoding == old->spec()) continue;
        auto transcoding = transcoding_for(spec, shared_.codecs);
        if (!transcoding) return transcoding.error();
        made.emplace(spec.id, std::move(*transcoding));
    }
    if (request.access_remote)
        if (auto ok = access_.check_remote(*request.access_remote); !ok) return ok.error();

    const std::string ufrag = ice().local().ufrag;
    for (const auto& spec : request.streams) {
        const auto stream = find(spec.id);
        stream->set(spec);
        core_.set(static_cast<std::size_t>(stream - streams_.begin()), spec);
    }
    for (auto& [id, transcoding] : made) find(id)->transcoding = std::move(transcoding);
    if (request.access_remote) {
        access_.set_remote(*request.access_remote, now);
        play_parked(PacketKind::dtls, now);
    }
    update_expectations(now);
    reports_.update(now);
    for (std::size_t i = 0; i < streams_.size(); ++i) figures_.show(i);
    ask_key_frames(now);
    return iq::Configured{ice().local().ufrag == ufrag ? std::nullopt : std::optional(local())};
}

w3::TransportDescription Context::local() const {
    w3::TransportDescription description;
    description.ice = ice().local();
    description.ice_lite = true;
    description.fingerprints = {shared_.dtls.fingerprint()};
    return description;
}

Context::StunResult Context::receive_stun(const ice::StunMessage& message, const IpEndpoint& from, TimePoint now) {
    StunResult result{};
    result.outcome = access_.receive_stun(message, from, now, result.unbound);
    return result;
}

void Context::receive_access(PacketKind kind, Packet& packet, TimePoint now) {
    const bool ready = kind == PacketKind::dtls ? access_.has_remote() : access_.established();
    if (!ready) return drop(parking_.park(kind, packet.octets(), now) ? Counter::early_parked : Counter::early_dropped);
    if (kind == PacketKind::dtls) {
        const bool before = access_.dtls_up();
        access_.receive_dtls(packet.octets(), now);
        if (!before && access_.dtls_up()) {
            update_expectations(now);
            reports_.access_up(now);
            play_parked(PacketKind::rtp, now);
            ask_key_frames(now);
        }
        return;
    }
    if (!access_.unprotect(packet, kind == PacketKind::rtcp)) return;
    from_access_.heard(now);
    if (kind == PacketKind::rtp) rtp_from_access(packet, now);
    else rtcp_from_access(packet, now);
}

void Context::play_parked(PacketKind kind, TimePoint now) {
    for (auto& parked : parking_.take(kind, now)) {
        const std::size_t size = parked.octets.size();
        parked.octets.resize(size + tail_octets);
        Packet packet{parked.octets.data(), size, parked.octets.size()};
        receive_access(parked.kind, packet, now);
    }
}

void Context::rtp_from_access(Packet& packet, TimePoint now) {
    auto header = rtp::Header::parse(packet);
    if (!header) return drop(Counter::rtp_malformed);
    const auto index = bundle_.stream_of(streams_, packet, *header);
    if (!index) return drop(Counter::payload_unmapped);
    Stream& stream = streams_[*index];
    const auto target = stream.payloads().to_core(header->payload_type);
    if (!target) return drop(Counter::payload_unmapped);
    stream.from_access.received(*header, target->clock_rate, now);
    feedback_.heard_access(stream, packet, *header, now);
    rtp_to_core(*index, *target, packet, *header, now);
    figures_.show(*index);
}

void Context::rtp_to_core(std::size_t index, const rtp::PayloadMap::Target& target, Packet& packet, rtp::Header& header,
                          TimePoint now) {
    Stream& stream = streams_[index];
    if (!stream.spec().through.to_core || !stream.core_rtp()) {
        skip(index, Towards::core, header, now);
        return drop(Counter::not_through);
    }
    if (transcode(index, Towards::core, target, packet, header, now)) return;
    rtp::map_extensions(packet, header, stream.extensions_to_core());
    header.payload_type = target.type;
    stream.core.pass(header, target.clock_rate, now);
    if (!rescale(target, stream.core_events, packet, header)) return drop(Counter::rtp_malformed);
    header.write(packet);
    ++stream.statistics.packets_to_core;
    stream.statistics.octets_to_core += header.payload_octets;
    output_.send_core(index, CorePort::rtp, packet.octets(), *stream.core_rtp());
}

void Context::skip(std::size_t index, Towards towards, const rtp::Header& header, TimePoint now) {
    if (!streams_[index].transcoding) return;
    MadeSender sender(*this, index, now);
    streams_[index].transcoding->skip(towards, header, now, sender);
}

bool Context::transcode(std::size_t index, Towards towards, const rtp::PayloadMap::Target& target, Packet& packet,
                        rtp::Header& header, TimePoint now) {
    Stream& stream = streams_[index];
    if (!stream.transcoding || !(target.coded || target.event)) return false;
    MadeSender sender(*this, index, now);
    if (target.coded) {
        stream.transcoding->receive(towards, header, header.payload(packet), now, sender);
        return true;
    }
    const auto to_rate = target.event_rate == 0 ? target.clock_rate : target.event_rate;
    const auto payload = header.payload(packet);
    if (!stream.transcoding->pass_event(towards, header, payload, target.clock_rate, to_rate, now, sender)) {
        drop(Counter::rtp_malformed);
        return true;
    }
    header.payload_type = target.type;
    send_made(index, towards, header, payload, now);
    return true;
}

void Context::send_made(std::size_t index, Towards towards, rtp::Header header, std::span<const std::uint8_t> payload,
                        TimePoint now) {
    constexpr std::size_t header_octets = 12;
    alignas(8) std::array<std::uint8_t, 1500 + tail_octets> slot;
    if (payload.size() > 1500 - header_octets) return;
    Stream& stream = streams_[index];
    const auto& spec = stream.spec();
    const bool to_core = towards == Towards::core;
    const bool through =
        to_core ? spec.through.to_core && stream.core_rtp() : spec.through.to_access && access_.established();
    if (!through) return drop(Counter::not_through);
    slot[0] = 0x80;
    std::copy(payload.begin(), payload.end(), slot.begin() + header_octets);
    Packet packet{slot.data(), header_octets + payload.size(), slot.size()};
    header.payload_octets = payload.size();
    const auto& codec = to_core ? spec.transcoding->core : spec.transcoding->access;
    (to_core ? stream.core : stream.access).pass(header, codec.clock_rate, now);
    header.write(packet);
    auto& told = stream.statistics;
    if (!to_core) tell_mid(index, packet, header);
    if (to_core) {
        output_.send_core(index, CorePort::rtp, packet.octets(), *stream.core_rtp());
    } else if (!access_.protect_and_send(packet, false)) {
        return;
    }
    ++(to_core ? told.packets_to_core : told.packets_to_access);
    (to_core ? told.octets_to_core : told.octets_to_access) += payload.size();
}

bool Context::transcodes() const noexcept {
    return std::any_of(streams_.begin(), streams_.end(), [](const Stream& s) { return s.transcoding != nullptr; });
}

/// A compound, which it counts as far as nothing of it goes on.
bool Context::is_rtcp(const Packet& packet) {
    auto compound = rtcp::Compound::parse(packet.octets());
    if (!compound) {
        drop(Counter::rtcp_malformed);
        return false;
    }
    while (const auto element = compound->next()) {
        const bool report = element->type == rtcp::Type::sender_report || element->type == rtcp::Type::receiver_report;
        if (!report && element->type != rtcp::Type::source_description) drop(Counter::rtcp_not_forwarded);
    }
    return true;
}

void Context::rtcp_from_access(const Packet& packet, TimePoint now) {
    if (!is_rtcp(packet)) return;
    feedback_.receive_access(packet.octets(), now);
    reports_.receive_access(packet.octets(), now);
    for (std::size_t i = 0; i < streams_.size(); ++i) figures_.show(i);
}

void Context::rtcp_from_core(std::size_t index, CorePort port, const Packet& packet, const IpEndpoint& from,
                             TimePoint now) {
    if (!is_rtcp(packet)) return;
    latched(index, port, from, now);
    from_core_.heard(now);
    feedback_.receive_core(index, packet.octets(), now);
    reports_.receive_core(index, packet.octets(), now);
}

void Context::receive_core(std::size_t index, CorePort port, Packet& packet, const IpEndpoint& from, TimePoint now) {
    if (index >= streams_.size()) return;
    Stream& stream = streams_[index];
    if (!stream.latch(port).admits(from, shared_.core_latching, now)) return drop(Counter::core_stranger);
    const PacketKind kind = classify(packet.octets());
    const bool rtcp = port == CorePort::rtcp || (kind == PacketKind::rtcp && stream.core_muxed());
    if (kind != (rtcp ? PacketKind::rtcp : PacketKind::rtp))
        return drop(rtcp ? Counter::rtcp_malformed : Counter::rtp_malformed);
    if (!core_.unprotect(index, packet, rtcp)) return;
    if (rtcp) rtcp_from_core(index, port, packet, from, now);
    else rtp_to_access(index, packet, from, now);
    figures_.show(index);
}

/// A good packet came from there.
void Context::latched(std::size_t index, CorePort port, const IpEndpoint& from, TimePoint now) {
    if (!streams_[index].latch(port).heard(from, shared_.core_latching, now)) return;
    count(shared_.metrics, Counter::core_latched);
    log_.info("the core peer is heard from another address than announced", {{"address", to_string(from.text())}});
}

void Context::rtp_to_access(std::size_t index, Packet& packet, const IpEndpoint& from, TimePoint now) {
    Stream& stream = streams_[index];
    auto header = rtp::Header::parse(packet);
    if (!header) return drop(Counter::rtp_malformed);
    from_core_.heard(now);
    const auto target = stream.payloads().to_access(header->payload_type);
    if (!target) return drop(Counter::payload_unmapped);
    latched(index, CorePort::rtp, from, now);
    stream.from_core.received(*header, target->clock_rate, now);
    if (!stream.spec().through.to_access || !access_.established()) {
        skip(index, Towards::access, *header, now);
        return drop(Counter::not_through);
    }
    if (transcode(index, Towards::access, *target, packet, *header, now)) return;
    rtp::map_extensions(packet, *header, stream.extensions_to_access());
    header->payload_type = target->type;
    stream.access.pass(*header, target->clock_rate, now);
    if (!rescale(*target, stream.access_events, packet, *header)) return drop(Counter::rtp_malformed);
    header->write(packet);
    tell_mid(index, packet, *header);
    if (!access_.protect_and_send(packet, false)) return;
    if (stream.video && stream.spec().access_feedback.nack)
        stream.video->sent.add(header->sequence, packet.octets(), now);
    ++stream.statistics.packets_to_access;
    stream.statistics.octets_to_access += header->payload_octets;
}

void Context::tell_mid(std::size_t index, Packet& packet, rtp::Header& header) {
    const Stream& stream = streams_[index];
    const auto id = stream.mid_extension();
    if (id == 0 || std::as_const(reports_).leg(index, Towards::access).remote) return;
    const auto& mid = stream.spec().mid;
    rtp::add_extension(packet, header, id, {reinterpret_cast<const std::uint8_t*>(mid.data()), mid.size()},
                       tail_octets);
}

void Context::ask_key_frames(TimePoint now) {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        Stream& stream = streams_[i];
        if (stream.spec().through.to_core && stream.core_rtp()) feedback_.ask_access(stream, now);
        if (stream.spec().through.to_access && access_.established()) feedback_.ask_core(i, now);
    }
}

void Context::update_expectations(TimePoint now) {
    const auto any = [this](auto&& wanted) { return std::any_of(streams_.begin(), streams_.end(), wanted); };
    const bool core_known = any([](const Stream& s) { return s.core_rtp().has_value(); });
    const bool both = access_.established() && core_known;
    from_access_.expect(both && any([](const Stream& s) { return s.spec().through.to_core; }), now);
    from_core_.expect(both && any([](const Stream& s) { return s.spec().through.to_access; }), now);
}

void Context::report_silence(Silence& silence, const char* side, TimePoint now) {
    if (!silence.due(shared_.media_inactivity, now)) return;
    count(shared_.metrics, Counter::media_inactivity);
    log_.info("silence", {{"side", side}});
    output_.event(iq::EventKind::media_inactivity, std::string("nothing from the ") + side);
}

void Context::handle_time(TimePoint now) {
    access_.handle_time(now);
    if (access_.consent_lost()) return;  // says more than any silence
    feedback_.handle_time(now);
    reports_.handle_time(now);
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        auto& transcoding = streams_[i].transcoding;
        if (!transcoding) continue;
        MadeSender sender(*this, i, now);
        if (const auto due = transcoding->deadline(); due && *due <= now) transcoding->handle_time(now, sender);
        figures_.show(i);
    }
    report_silence(from_access_, "access side", now);
    report_silence(from_core_, "core side", now);
}

std::optional<TimePoint> Context::deadline() const {
    std::optional<TimePoint> next = access_.deadline();
    if (access_.consent_lost()) return next;
    for (const auto& when : {feedback_.deadline(), reports_.deadline()})
        if (when) next = next ? std::min(*next, *when) : when;
    for (const auto& stream : streams_)
        if (const auto when = stream.transcoding ? stream.transcoding->deadline() : std::nullopt)
            next = next ? std::min(*next, *when) : when;
    for (const Silence* silence : {&from_access_, &from_core_})
        if (const auto when = silence->deadline(shared_.media_inactivity)) next = next ? std::min(*next, *when) : when;
    return next;
}

std::vector<iq::StreamStatistics> Context::release() {
    reports_.say_goodbye();
    access_.close();
    std::vector<iq::StreamStatistics> statistics;
    for (const auto& stream : streams_) statistics.push_back(stream.statistics);
    return statistics;
}

}  // namespace wims::media::engine
