// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/media_description.hpp"

#include <algorithm>

#include "common/sdp/tokens.hpp"

namespace wims::sdp {
namespace {

bool is_payload_type(std::string_view format) {
    const auto number = parse_number<std::uint8_t>(format);
    return number && *number < 128;
}

bool is_proto(std::string_view text) {
    const auto parts = split_on(text, '/');
    return std::all_of(parts.begin(), parts.end(), is_token);
}

}  // namespace

bool MediaDescription::is_rtp() const noexcept {
    return proto.starts_with("RTP/") || proto.find("/RTP/") != std::string::npos;
}

std::optional<MediaDescription> MediaDescription::parse(std::string_view value) {
    const auto fields = split_fields(value);
    if (fields.size() < 4 || !is_token(fields[0]) || !is_proto(fields[2])) return std::nullopt;

    const auto ports = split_on(fields[1], '/');
    const auto port = parse_number<std::uint16_t>(ports[0]);
    const auto count = ports.size() == 2 ? parse_number<std::uint16_t>(ports[1]) : std::uint16_t{1};
    if (!port || !count || *count == 0 || ports.size() > 2) return std::nullopt;

    MediaDescription out;
    out.media = fields[0];
    out.port = *port;
    out.port_count = *count;
    out.proto = fields[2];
    out.formats.assign(fields.begin() + 3, fields.end());
    if (out.is_rtp() && !std::all_of(out.formats.begin(), out.formats.end(), is_payload_type)) return std::nullopt;
    return out;
}

std::string MediaDescription::m_line() const {
    std::string text = media + " " + std::to_string(port);
    if (port_count != 1) text += "/" + std::to_string(port_count);
    text += " " + proto;
    for (const auto& format : formats) text += " " + format;
    return text;
}

}  // namespace wims::sdp
