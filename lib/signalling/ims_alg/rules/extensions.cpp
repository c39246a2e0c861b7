// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "common/sdp/tokens.hpp"
#include "signalling/ims_alg/extension_uris.hpp"
#include "signalling/ims_alg/rule.hpp"

/// Header extensions: the transport-wide numbers end at the gateway, which needs them; the video's orientation and the audio
/// level pass where both sides name them. The MID is the video's alone: of one more m-line in the group there is no doubt, and no
/// two share a payload type. (ALG-10, BND-04) [RFC 8285 5, RFC 9143 9.2]
namespace wims::ims_alg {
namespace {

constexpr std::uint8_t last_id = 14;  // of the one-byte form

std::optional<Refusal> read(const Reading& in, Stream& out) {
    for (const auto value : in.media().section.attributes("extmap")) {
        const auto space = value.find(' ');
        if (space == std::string_view::npos) continue;
        const auto id = sdp::parse_number<std::uint8_t>(value.substr(0, std::min(space, value.find('/'))));
        auto uri = value.substr(space + 1);
        uri = uri.substr(0, uri.find(' '));
        const auto* known = extension_uri(uri);
        if (!id || *id == 0 || *id > last_id || !known) continue;
        if ((known->video && out.media != "video") || (in.side == Side::core && !known->on_core)) continue;
        const bool again = std::any_of(out.extensions.begin(), out.extensions.end(),
                                       [&](const Extension& e) { return e.uri == uri || e.id == *id; });
        if (!again) out.extensions.push_back({known->uri, *id});
    }
    return std::nullopt;
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    for (const auto& extension : in.streams[index].extensions) {
        const auto* known = extension_uri(extension.uri);
        if (in.side == Side::core && !known->on_core) continue;
        out.section.add_attribute("extmap", std::to_string(extension.id) + (known->received_only ? "/recvonly " : " ") +
                                                std::string(extension.uri));
    }
}

}  // namespace

namespace rules_ {
const Rule extensions{"extensions", read, nullptr, write};
}

}  // namespace wims::ims_alg
