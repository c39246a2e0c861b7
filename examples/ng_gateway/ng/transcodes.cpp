// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/ng/transcodes.hpp"

#include <algorithm>

#include "common/core/ascii.hpp"
#include "common/sdp/rtpmap.hpp"
#include "common/sdp/session_description.hpp"

namespace wims::ng {

namespace {

bool is_named(const iq::Codec& codec, const std::string& name) { return equal_without_case(name, codec.encoding); }

bool has_codec(const sdp::MediaDescription& media, const iq::Codec& codec) {
    for (const auto value : media.section.attributes("rtpmap"))
        if (const auto map = sdp::Rtpmap::parse(value);
            map && is_named(codec, map->encoding) && map->clock_rate == codec.clock_rate)
            return true;
    return false;
}

}  // namespace

Result<std::vector<iq::Codec>> transcodes_of(std::string_view sdp, const std::vector<std::string>& names,
                                             const std::vector<iq::Codec>& all) {
    std::vector<iq::Codec> out;
    if (names.empty()) return out;
    for (const auto& name : names)
        if (std::ranges::none_of(all, [&](const iq::Codec& codec) { return is_named(codec, name); }))
            return Error{ErrorKind::usage, "not served: codec \"transcode-" + name + "\"", 0};

    const auto description = sdp::parse(sdp);
    for (const auto& codec : all) {
        const bool asked = std::ranges::any_of(names, [&](const auto& name) { return is_named(codec, name); });
        const bool offered = description && std::ranges::any_of(description->media, [&](const auto& media) {
                                 return has_codec(media, codec);
                             });
        if (asked || offered) out.push_back(codec);
    }
    return out;
}

}  // namespace wims::ng
