// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/call.hpp"

#include <algorithm>

#include "common/core/random.hpp"
#include "signalling/ims_alg/codec_pairing.hpp"
#include "signalling/ims_alg/description.hpp"
#include "signalling/ims_alg/extension_agreement.hpp"
#include "signalling/ims_alg/feedback_agreement.hpp"
#include "signalling/ims_alg/h264.hpp"
#include "signalling/ims_alg/transcoding_agreement.hpp"

namespace wims::ims_alg {
namespace {

Error unusable(std::string_view text) { return {ErrorKind::protocol, "399 " + std::string(text), 488}; }

bool any_used(const std::vector<Stream>& streams) {
    return std::any_of(streams.begin(), streams.end(), [](const Stream& s) { return s.used(); });
}

std::size_t refused_in(const std::vector<Stream>& streams) {
    return static_cast<std::size_t>(
        std::count_if(streams.begin(), streams.end(), [](const Stream& s) { return !s.used(); }));
}

/// On one transport a payload type means one codec. [RFC 9143 10.2]
bool same_numbers(const Stream& a, const Stream& b) {
    return std::any_of(a.codecs.begin(), a.codecs.end(), [&](const Codec& mine) {
        return std::any_of(b.codecs.begin(), b.codecs.end(),
                           [&](const Codec& theirs) { return theirs.type == mine.type && theirs.kind != mine.kind; });
    });
}

/// Iq has one access transport a context: of each medium the first usable m-line is served, the second medium only in one
/// BUNDLE group with the first; later those that already are.
void keep_served(std::vector<Stream>& streams, Side from, const std::vector<iq::StreamId>& served,
                 const Policy& policy) {
    std::vector<const Stream*> kept;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        Stream& stream = streams[i];
        if (!stream.used()) continue;
        const bool known = served.empty() || std::find(served.begin(), served.end(), i) != served.end();
        const bool second =
            std::any_of(kept.begin(), kept.end(), [&](const Stream* s) { return s->media == stream.media; });
        const bool bundled = from == Side::core ? policy.bundle : stream.in_bundle;
        const bool one_transport =
            from == Side::core || (!kept.empty() && kept.front()->in_bundle && !same_numbers(*kept.front(), stream));
        const bool joins = kept.empty() || (bundled && one_transport);
        if (!known || second || !joins)
            stream.refusal = Refusal{Refusal::Code::miscellaneous,
                                     second || !known ? "one stream of a medium is served" : "BUNDLE is needed"};
        else kept.push_back(&stream);
    }
}

/// The m-line's proto on the other leg; what is no RTP keeps its own and is never used.
std::string proto_towards(Side to, const Stream& stream, const Policy& policy) {
    const bool rtp = stream.proto.starts_with("RTP/") || stream.proto.find("/RTP/") != std::string::npos;
    if (!rtp) return stream.proto;
    if (to == Side::access) return "UDP/TLS/RTP/SAVPF";
    return stream.media == "video" && policy.core_avpf ? "RTP/AVPF" : "RTP/AVP";
}

/// What the core leg of an m-line has, or shall have at first: it stays for the call's life.
bool core_is_protected(std::size_t index, const Call& before, const Policy& policy) {
    for (const auto& agreed : before.agreed)
        if (agreed.id == index) return agreed.core_sdes.has_value();
    return policy.core_srtp == CoreSrtp::offered;
}

const sdp::Crypto* find_tag(const std::vector<sdp::Crypto>& lines, std::uint32_t tag) {
    const auto it = std::find_if(lines.begin(), lines.end(), [tag](const sdp::Crypto& c) { return c.tag == tag; });
    return it == lines.end() ? nullptr : &*it;
}

/// [RFC 4568 5.1.2]
bool answers_one_of(const std::vector<sdp::Crypto>& offered, const std::vector<sdp::Crypto>& answer) {
    if (offered.empty() || answer.empty()) return offered.empty() && answer.empty();
    const auto* line = find_tag(offered, answer.front().tag);
    return line != nullptr && line->suite == answer.front().suite;
}

/// The first line of the core's that is served, with the gateway's own for its suite; nothing on a leg in clear.
std::optional<iq::CoreSdes> core_keys(const Exchange& exchange, std::size_t index, OwnKeys& own) {
    const bool from_wic = exchange.from == Side::access;
    const auto& theirs = (from_wic ? exchange.answer : exchange.offer)[index].crypto;
    if (theirs.empty()) return std::nullopt;
    if (!from_wic) return core_sdes(own.answer(index, theirs.front()), theirs.front());
    const auto* ours = find_tag(exchange.forwarded[index].crypto, theirs.front().tag);
    return ours == nullptr ? std::nullopt : std::optional(core_sdes(*ours, theirs.front()));
}

/// Opus behind the narrow codecs of the IMS, events last; H.264 before other video.
void order_for_core(std::vector<Codec>& codecs) {
    std::stable_sort(codecs.begin(), codecs.end(), [](const Codec& a, const Codec& b) {
        const auto rank = [](const Codec& c) {
            return c.kind->event ? 2 : is_opus(*c.kind) || (c.kind->video && !is_h264(*c.kind)) ? 1 : 0;
        };
        return rank(a) < rank(b);
    });
}

void renumber(std::vector<Codec>& codecs, Side to, PayloadNumbers& numbers) {
    for (auto& codec : codecs) codec.type = numbers.number(to, *codec.kind);
}

void learn(const std::vector<Stream>& streams, Side from, PayloadNumbers& numbers) {
    for (const auto& stream : streams)
        if (stream.used())
            for (const auto& codec : stream.codecs) numbers.learn(from, *codec.kind, codec.type);
}

/// Mids of a WIC that was never asked for one: the m-line's index, unless the WIC itself uses that word.
std::string fresh_mid(const std::vector<Stream>& known, std::size_t index) {
    auto mid = std::to_string(index);
    while (std::any_of(known.begin(), known.end(), [&](const Stream& s) { return s.mid == mid; })) mid += "x";
    return mid;
}

const std::vector<Stream>* access_streams(const std::optional<Exchange>& exchange) {
    if (!exchange) return nullptr;
    return exchange->from == Side::access ? &exchange->offer : &exchange->forwarded;
}

Stream forward_stream(const Stream& in, Side to, const Stream* known, PayloadNumbers& numbers, const Policy& policy) {
    Stream out = in;
    out.proto = proto_towards(to, in, policy);
    out.transport = {};
    out.core_remote.reset();
    out.crypto.clear();
    if (!in.used()) {
        out.formats.resize(1);
        return out;
    }
    if (to == Side::core) order_for_core(out.codecs);
    add_transcoded(out.codecs, to, policy);
    if (to == Side::access) add_wide_event(out.codecs);
    renumber(out.codecs, to, numbers);
    out.extensions = extensions_towards(to, in, known);
    if (out.proto.ends_with("AVPF")) out.feedback = feedback_on(to, in);
    else out.feedback = {};
    return out;
}

void protect(Stream& stream, std::size_t index, OwnKeys& own) {
    stream.proto = stream.proto == "RTP/AVPF" ? "RTP/SAVPF" : "RTP/SAVP";
    stream.crypto = own.offered(index);
}

std::vector<Stream> forward(const std::vector<Stream>& offer, Side to, const std::vector<Stream>* known, Call& call,
                            const Policy& policy) {
    std::vector<Stream> out;
    for (std::size_t i = 0; i < offer.size(); ++i) {
        const Stream* before = known && i < known->size() ? &(*known)[i] : nullptr;
        auto& stream = out.emplace_back(forward_stream(offer[i], to, before, call.numbers, policy));
        if (to == Side::core) {
            if (stream.used() && core_is_protected(i, call, policy)) protect(stream, i, call.own_keys);
            continue;
        }
        stream.setup = sdp::Setup::actpass;
        stream.mid = before ? before->mid : fresh_mid(known ? *known : out, i);
        stream.in_bundle = policy.bundle && !stream.mid.empty();
        stream.bundle_only = !known && stream.used() && any_used({out.begin(), out.end() - 1});
    }
    return out;
}

iq::StreamSpec spec_of(std::size_t index, const Stream& access) {
    iq::StreamSpec spec;
    spec.id = static_cast<iq::StreamId>(index);
    spec.media = access.media == "video" ? iq::MediaType::video : iq::MediaType::audio;
    spec.mid = access.mid;
    return spec;
}

/// What an unanswered offer lets the gateway know.
iq::StreamSpec offered_spec(const Exchange& exchange, std::size_t index, OwnKeys& own) {
    const bool from_wic = exchange.from == Side::access;
    const auto& offer = exchange.offer[index];
    auto spec = spec_of(index, from_wic ? offer : exchange.forwarded[index]);
    spec.through = {from_wic ? offer.direction.receive : offer.direction.send,
                    from_wic ? offer.direction.send : offer.direction.receive};
    if (from_wic) return spec;
    spec.core_remote = offer.core_remote;
    spec.core_sdes = core_keys(exchange, index, own);
    return spec;
}

PairedCodecs paired(const Exchange& exchange, std::size_t index, const Policy& policy) {
    return pair_codecs(other(exchange.from), exchange.answer[index].codecs, exchange.offer[index].codecs, policy);
}

std::vector<iq::PayloadMapping> mappings(const PairedCodecs& pairs, PayloadNumbers& numbers) {
    std::vector<iq::PayloadMapping> out;
    for (std::size_t i = pairs.transcoded() ? 1 : 0; i < pairs.access.size(); ++i) {
        const auto& access = *pairs.access[i].kind;
        const auto& core = *pairs.core[i].kind;
        out.push_back({numbers.number(Side::access, access), numbers.number(Side::core, core),
                       std::string(access.encoding), access.clock_rate,
                       core.clock_rate == access.clock_rate ? 0 : core.clock_rate});
    }
    return out;
}

std::optional<iq::Transcoding> transcoding(const PairedCodecs& pairs, PayloadNumbers& numbers, const Stream& access,
                                           const Stream& core) {
    if (!pairs.transcoded()) return std::nullopt;
    const auto &theirs = pairs.access.front(), &phones = pairs.core.front();
    return iq::Transcoding{numbers.number(Side::access, *theirs.kind), numbers.number(Side::core, *phones.kind),
                           termination_codec(theirs, access), termination_codec(phones, core)};
}

iq::StreamSpec agreed_spec(const Exchange& exchange, std::size_t index, PayloadNumbers& numbers, OwnKeys& own,
                           const Call& before, const Policy& policy) {
    const bool from_wic = exchange.from == Side::access;
    const auto& answer = exchange.answer[index];
    const auto& core = from_wic ? answer : exchange.offer[index];
    auto spec = spec_of(index, from_wic ? exchange.offer[index] : exchange.forwarded[index]);
    spec.core_remote = core.core_remote;
    spec.core_sdes = core_keys(exchange, index, own);
    if (answer.refusal) {
        spec.through = {false, false};
    } else {
        spec.through = {from_wic ? answer.direction.send : answer.direction.receive,
                        from_wic ? answer.direction.receive : answer.direction.send};
        // The numbers are the offer's on either leg; a WIC that answers may leave some out.
        const auto& access = from_wic ? exchange.offer[index] : answer;
        const auto pairs = paired(exchange, index, policy);
        spec.payloads = mappings(pairs, numbers);
        spec.transcoding = transcoding(pairs, numbers, access, core);
        spec.extensions = extension_numbers(access, core);
        spec.access_feedback = agreed_feedback(Side::access, access);
        spec.core_feedback = agreed_feedback(Side::core, core);
    }
    for (const auto& old : before.agreed)
        if (old.id == index) {  // on hold or refused: where it was
            if (!spec.core_remote) spec.core_remote = old.core_remote;
            if (answer.refusal) spec.core_sdes = old.core_sdes;
        }
    return spec;
}

bool same_transport(const iq::AccessRemote& a, const iq::AccessRemote& b) {
    return a.gateway_role == b.gateway_role && a.transport.ice == b.transport.ice &&
           a.transport.fingerprints == b.transport.fingerprints && a.transport.tls_id == b.transport.tls_id;
}

std::optional<iq::AccessRemote> access_remote_of(const std::vector<Stream>& wic,
                                                 const std::optional<iq::AccessRemote>& before) {
    for (const auto& stream : wic)
        if (stream.used()) return iq::AccessRemote{stream.transport, gateway_role(stream, before)};
    return std::nullopt;
}

/// An H.264 profile is the offered one or none. (VID-02)
bool same_profile(const Codec& a, const Codec& b) {
    return !is_h264(*a.kind) || H264::parse(a.parameters).same_profile(H264::parse(b.parameters));
}

void keep_levels(std::vector<Codec>& answered, const std::vector<Codec>& offered) {
    for (auto& codec : answered)
        for (const auto& offer : offered)
            if (is_h264(*codec.kind) && offer.kind == codec.kind)
                codec.parameters = level_kept(codec.parameters, offer.parameters);
}

/// An answer never has more than was offered. [RFC 3264 6.1]
void limit_to_offered(Stream& answer, const Stream& offered) {
    if (!offered.used()) answer.refusal = offered.refusal;
    if (!answer.used()) return;
    if (!answers_one_of(offered.crypto, answer.crypto))
        answer.refusal = Refusal{Refusal::Code::miscellaneous, "the answer's SRTP was not offered"};
    std::erase_if(answer.codecs, [&](const Codec& c) {
        return std::none_of(offered.codecs.begin(), offered.codecs.end(),
                            [&](const Codec& o) { return o.kind == c.kind && same_profile(o, c); });
    });
    keep_levels(answer.codecs, offered.codecs);
    if (std::all_of(answer.codecs.begin(), answer.codecs.end(), [](const Codec& c) { return c.kind->event; }))
        answer.refusal = Refusal{Refusal::Code::media_format, "no codec in common"};
    answer.direction = answer.direction & offered.direction.reversed();
    std::erase_if(answer.extensions, [&](const Extension& e) {
        return std::none_of(offered.extensions.begin(), offered.extensions.end(),
                            [&](const Extension& o) { return o.uri == e.uri && o.id == e.id; });
    });
}

Result<void> match_answer(std::vector<Stream>& answer, const std::vector<Stream>& offered) {
    if (answer.size() > offered.size()) return unusable("the answer has more m-lines than the offer");
    for (std::size_t i = 0; i < offered.size(); ++i) {
        if (i == answer.size()) {  // some phones leave out what they refuse at the end
            answer.push_back(offered[i]);
            if (answer[i].used()) answer[i].refusal = Refusal{Refusal::Code::miscellaneous, "not answered"};
        }
        if (answer[i].media != offered[i].media) return unusable("the answer's m-lines are not in the offer's order");
        limit_to_offered(answer[i], offered[i]);
    }
    return {};
}

sdp::Setup setup_of(w3::DtlsRole role) {
    return role == w3::DtlsRole::server ? sdp::Setup::passive : sdp::Setup::active;
}

Stream reply_stream(const Exchange& exchange, std::size_t index, PayloadNumbers& numbers, OwnKeys& own,
                    const Policy& policy) {
    const auto& answer = exchange.answer[index];
    Stream out = exchange.offer[index];  // media, proto, formats and mid as offered
    out.transport.tls_id.clear();
    out.refusal = answer.refusal;
    out.crypto.clear();
    if (!out.used()) return out;
    const auto& theirs = exchange.offer[index].crypto;
    if (!theirs.empty()) out.crypto = {own.answer(index, theirs.front())};
    out.direction = answer.direction;
    out.ptime = answer.ptime;
    out.maxptime = answer.maxptime;
    auto pairs = paired(exchange, index, policy);
    const bool transcoded = pairs.transcoded();
    out.codecs = std::move(exchange.from == Side::access ? pairs.access : pairs.core);
    if (transcoded) out.codecs.front().parameters = reply_parameters(out.codecs.front(), policy);
    renumber(out.codecs, exchange.from, numbers);
    out.extensions = extensions_replied(exchange.from, exchange.offer[index], answer);
    out.feedback = agreed_feedback(exchange.from, exchange.offer[index]);
    return out;
}

}  // namespace

w3::DtlsRole gateway_role(const Stream& wic, const std::optional<iq::AccessRemote>& before) noexcept {
    if (wic.setup == sdp::Setup::active) return w3::DtlsRole::server;
    if (wic.setup == sdp::Setup::passive) return w3::DtlsRole::client;
    const bool same_association = before && before->transport.fingerprints == wic.transport.fingerprints;
    return same_association ? before->gateway_role : w3::DtlsRole::server;
}

Result<MediaPlan> Call::take_offer(Side from, std::vector<Stream> streams, const std::vector<iq::StreamId>& served,
                                   const Policy& policy) {
    if (exchange && streams.size() < exchange->offer.size()) return unusable("fewer m-lines than before");
    keep_served(streams, from, served, policy);
    if (!any_used(streams)) return nothing_usable(streams);

    const auto* known = access_streams(exchange);
    Exchange next;
    next.from = from;
    learn(streams, from, numbers);
    next.forwarded = forward(streams, other(from), known, *this, policy);
    next.offer = std::move(streams);
    const bool first = agreed.empty();
    exchange = std::move(next);

    // What is agreed stays in force until the answer: a later offer changes nothing at the gateway.
    if (!first) return MediaPlan{agreed, std::nullopt, refused_in(exchange->offer)};
    MediaPlan plan;
    plan.refused = refused_in(exchange->offer);
    for (std::size_t i = 0; i < exchange->offer.size(); ++i)
        if (exchange->offer[i].used()) plan.streams.push_back(offered_spec(*exchange, i, own_keys));
    if (from == Side::access) plan.access_remote = access_remote = access_remote_of(exchange->offer, access_remote);
    return plan;
}

Result<MediaPlan> Call::take_answer(std::vector<Stream> streams, const Call& before, const Policy& policy) {
    auto& ex = *exchange;
    if (auto matched = match_answer(streams, ex.forwarded); !matched) return matched.error();
    if (!any_used(streams)) return nothing_usable(streams);
    learn(streams, other(ex.from), numbers);
    ex.answer = std::move(streams);
    ex.answered = true;

    const auto& wic = ex.from == Side::access ? ex.offer : ex.answer;
    const auto remote = access_remote_of(wic, before.access_remote);
    MediaPlan plan;
    plan.refused = refused_in(ex.answer);
    // A first offer of the WIC already told the gateway.
    const auto told = ex.from == Side::access && before.agreed.empty() ? access_remote : before.access_remote;
    if (remote && !(told && same_transport(*told, *remote))) plan.access_remote = remote;
    access_remote = remote;

    ex.reply.clear();
    agreed.clear();
    for (std::size_t i = 0; i < ex.offer.size(); ++i) {
        auto& reply = ex.reply.emplace_back(reply_stream(ex, i, numbers, own_keys, policy));
        if (remote) reply.setup = setup_of(remote->gateway_role);
        if (ex.from == Side::access && !ex.offer[i].transport.tls_id.empty()) {
            const auto& theirs = ex.offer[i].transport.tls_id;
            const bool another = !answered_tls_id.empty() && theirs != answered_tls_id;  // [RFC 8842 5.3]
            if (own_tls_id.empty() || another) own_tls_id = random_token(24);
            answered_tls_id = theirs;
            reply.transport.tls_id = own_tls_id;
        }
        if (ex.offer[i].used()) agreed.push_back(agreed_spec(ex, i, numbers, own_keys, before, policy));
    }
    plan.streams = agreed;
    return plan;
}

}  // namespace wims::ims_alg
