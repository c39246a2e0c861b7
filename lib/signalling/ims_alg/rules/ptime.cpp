// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

#include "common/sdp/tokens.hpp"

/// Packet times pass both ways; the core is always told one. [RFC 8866 6.4]
namespace wims::ims_alg {
namespace {

constexpr std::uint32_t usual_ms = 20;
constexpr std::uint32_t longest_ms = 1000;

std::uint32_t milliseconds(const sdp::Section& section, std::string_view name) {
    const auto value = section.attribute(name);
    const auto number = value ? sdp::parse_number<std::uint32_t>(*value) : std::nullopt;
    return number && *number <= longest_ms ? *number : 0;
}

std::optional<Refusal> read(const Reading& in, Stream& out) {
    out.ptime = milliseconds(in.media().section, "ptime");
    out.maxptime = milliseconds(in.media().section, "maxptime");
    return std::nullopt;
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    if (in.streams[index].media != "audio") return;
    auto ptime = in.streams[index].ptime;
    const auto maxptime = in.streams[index].maxptime;
    if (ptime == 0 && in.side == Side::core) ptime = maxptime != 0 && maxptime < usual_ms ? maxptime : usual_ms;
    if (ptime != 0) out.section.add_attribute("ptime", std::to_string(ptime));
    if (maxptime != 0) out.section.add_attribute("maxptime", std::to_string(maxptime));
}

}  // namespace

namespace rules_ {
const Rule ptime{"ptime", read, nullptr, write};
}

}  // namespace wims::ims_alg
