// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

#include <algorithm>
#include <array>
#include <bitset>

#include "common/sdp/fmtp.hpp"
#include "common/sdp/tokens.hpp"
#include "signalling/ims_alg/h264.hpp"
#include "signalling/ims_alg/transcoding_agreement.hpp"

/// Codecs whose payload passes unchanged or is coded by the gateway; comfort noise, redundancy and retransmission end at the edge.
/// (AUD-02, AUD-04, AUD-08, ALG-10)
namespace wims::ims_alg {
namespace {

constexpr std::size_t payload_types = 128;
using Kinds = std::array<const CodecKind*, payload_types>;

/// What each number stands for: the first rtpmap of it, else RFC 3551. The lines are read once, whatever the formats.
Kinds kinds_of(const sdp::Section& section) {
    Kinds kinds;
    for (std::size_t type = 0; type < kinds.size(); ++type)
        kinds[type] = static_codec_kind(static_cast<std::uint8_t>(type));
    std::bitset<payload_types> mapped;
    for (const auto value : section.attributes("rtpmap"))
        if (const auto map = sdp::Rtpmap::parse(value); map && !mapped[map->payload_type]) {
            mapped.set(map->payload_type);
            kinds[map->payload_type] = codec_kind(*map);
        }
    return kinds;
}

std::string parameters_of(const sdp::Section& section, std::string_view format) {
    for (const auto value : section.attributes("fmtp"))
        if (auto fmtp = sdp::Fmtp::parse(value); fmtp && fmtp->format == format) return fmtp->parameters;
    return {};
}

bool has(const std::vector<Codec>& codecs, bool (*is)(const CodecKind&)) {
    return std::any_of(codecs.begin(), codecs.end(), [is](const Codec& c) { return is(*c.kind); });
}

/// Of several H.264 profiles the one that every phone has. [TS 26.114 5.2.2]
bool is_better(const Codec& codec, const Codec& than) {
    return is_h264(*codec.kind) && H264::parse(codec.parameters).constrained_baseline() &&
           !H264::parse(than.parameters).constrained_baseline();
}

std::optional<Refusal> read(const Reading& in, Stream& out) {
    const auto& media = in.media();
    const auto kinds = kinds_of(media.section);
    for (const auto& format : media.formats) {
        const auto type = sdp::parse_number<std::uint8_t>(format);
        const auto* named = type && *type < kinds.size() ? kinds[*type] : nullptr;
        if (!named || named->video != (out.media == "video")) continue;
        const auto parameters = parameters_of(media.section, format);
        const auto* kind = by_packetization(named, parameters);
        if (!is_served(*kind, parameters, in.side, in.policy)) continue;
        const Codec codec{kind, *type, kind->keep_parameters(parameters)};
        const auto same = std::find_if(out.codecs.begin(), out.codecs.end(),
                                       [&](const Codec& c) { return c.kind == kind || c.type == *type; });
        if (same == out.codecs.end()) out.codecs.push_back(codec);
        else if (same->kind == kind && is_better(codec, *same)) *same = codec;
    }
    if (!has(out.codecs, is_opus)) std::erase_if(out.codecs, [](const Codec& c) { return needs_opus(*c.kind); });
    if (!has(out.codecs, [](const CodecKind& k) { return !k.event; }))
        return Refusal{Refusal::Code::media_format, "no codec in common"};
    return std::nullopt;
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    out.formats.clear();
    for (const auto& codec : in.streams[index].codecs) {
        out.formats.push_back(std::to_string(codec.type));
        out.section.add_attribute("rtpmap", sdp::Rtpmap{codec.type, std::string(codec.kind->encoding),
                                                        codec.kind->clock_rate, codec.kind->channels}
                                                .to_string());
    }
    for (const auto& codec : in.streams[index].codecs)
        if (!codec.parameters.empty())
            out.section.add_attribute("fmtp", sdp::Fmtp{std::to_string(codec.type), codec.parameters}.to_string());
}

}  // namespace

namespace rules_ {
const Rule codecs{"codecs", read, nullptr, write};
}

}  // namespace wims::ims_alg
