// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/description.hpp"

#include "signalling/ims_alg/bundle_groups.hpp"

namespace wims::ims_alg {
namespace {

Stream read_stream(const Reading& in) {
    Stream stream;
    for (const auto* rule : rules()) {
        if (!rule->read || stream.refusal) continue;
        stream.refusal = rule->read(in, stream);
    }
    // A refused m-line keeps its place and its mid.
    if (stream.mid.empty() && in.side == Side::access) stream.mid = in.media().section.attribute("mid").value_or("");
    return stream;
}

sdp::MediaDescription write_stream(const Writing& writing, std::size_t index) {
    const auto& stream = writing.streams[index];
    sdp::MediaDescription media;
    media.media = stream.media;
    media.proto = stream.proto;
    media.formats = stream.formats;
    for (const auto* rule : rules()) {
        const auto write = stream.used() ? rule->write_media : rule->write_refused;
        if (write) write(writing, index, media);
    }
    return media;
}

}  // namespace

Result<std::vector<Stream>> read_description(std::string_view text, Side side, bool offer, const Policy& policy) {
    const auto description = sdp::parse(text);
    if (!description) return description.error();
    const BundleGroups groups(*description);
    std::vector<Stream> streams;
    for (std::size_t i = 0; i < description->media.size(); ++i)
        streams.push_back(read_stream({*description, groups, i, side, offer, policy}));
    return streams;
}

sdp::SessionDescription write_description(const Writing& writing) {
    sdp::SessionDescription out;
    out.session.add('v', "0");
    out.session.add('s', "-");
    sdp::Section behind_time;
    for (const auto* rule : rules())
        if (rule->write_session) rule->write_session(writing, behind_time);
    for (const auto& line : behind_time.lines())
        if (line.type == 'c') out.session.add(line);
    out.session.add('t', "0 0");
    for (const auto& line : behind_time.lines())
        if (line.type != 'c') out.session.add(line);

    for (std::size_t i = 0; i < writing.streams.size(); ++i) out.media.push_back(write_stream(writing, i));
    if (writing.side == Side::core) strip_for_core(out);
    return out;
}

Error nothing_usable(const std::vector<Stream>& streams) {
    const Stream* shown = nullptr;
    for (const auto& stream : streams)
        if (stream.refusal && (!shown || (shown->media != "audio" && stream.media == "audio"))) shown = &stream;
    const Refusal refusal = shown ? *shown->refusal : Refusal{Refusal::Code::media_type, "no m-line"};
    return {ErrorKind::protocol, std::to_string(static_cast<int>(refusal.code)) + " " + refusal.text, 488};
}

}  // namespace wims::ims_alg
