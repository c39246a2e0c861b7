// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/syntax.hpp"

#include <set>

#include "common/sdp/connection.hpp"
#include "common/sdp/extmap.hpp"
#include "common/sdp/fingerprint.hpp"
#include "common/sdp/fmtp.hpp"
#include "common/sdp/group.hpp"
#include "common/sdp/origin.hpp"
#include "common/sdp/rtcp.hpp"
#include "common/sdp/rtpmap.hpp"
#include "common/sdp/setup.hpp"
#include "common/sdp/tokens.hpp"

namespace wims::sdp {
namespace {

template <class T>
bool parses(std::string_view value) {
    return T::parse(value).has_value();
}

bool is_ice_string(std::string_view value, std::size_t at_least) {
    constexpr std::string_view chars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // '=', '-' and '_' are not ice-char; clients that base64 their credentials are met all the same.
    return value.size() >= at_least && value.size() <= 256 &&
           value.find_first_not_of(std::string(chars) + "=-_") == std::string_view::npos;
}

struct AttributeRule {
    std::string_view name;
    bool (*well_formed)(std::string_view value);
};

constexpr AttributeRule attribute_rules[] = {
    {"rtpmap", parses<Rtpmap>},
    {"fmtp", parses<Fmtp>},
    {"rtcp", parses<Rtcp>},
    {"fingerprint", parses<Fingerprint>},
    {"setup", [](std::string_view v) { return parse_setup(v).has_value(); }},
    {"group", parses<Group>},
    {"extmap", parses<Extmap>},
    {"mid", is_token},
    {"ice-ufrag", [](std::string_view v) { return is_ice_string(v, 4); }},
    {"ice-pwd", [](std::string_view v) { return is_ice_string(v, 22); }},
};

std::optional<std::string> attribute_fault(const Line& line) {
    const auto name = attribute_name(line);
    if (!is_token(name)) return "malformed attribute";
    for (const auto& rule : attribute_rules)
        if (rule.name == name && !rule.well_formed(attribute_value(line))) return "malformed a=" + std::string(name);
    return std::nullopt;
}

}  // namespace

std::optional<std::string> syntax_fault(const Line& line) {
    switch (line.type) {
        case 'v': return line.value == "0" ? std::nullopt : std::optional<std::string>("version is not 0");
        case 'o': return parses<Origin>(line.value) ? std::nullopt : std::optional<std::string>("malformed o=");
        case 'c': return parses<Connection>(line.value) ? std::nullopt : std::optional<std::string>("malformed c=");
        case 'a': return attribute_fault(line);
        default: return std::nullopt;
    }
}

std::optional<StructureFault> structure_fault(const SessionDescription& description) {
    std::set<std::string_view> mids;
    for (const auto& media : description.media)
        if (const auto mid = media.section.attribute("mid"); mid && !mids.insert(*mid).second)
            return StructureFault{media.line, "this m-line's mid is used twice"};
    return std::nullopt;
}

}  // namespace wims::sdp
