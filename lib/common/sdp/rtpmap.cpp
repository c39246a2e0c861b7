// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/rtpmap.hpp"

#include "common/sdp/tokens.hpp"

namespace wims::sdp {

std::optional<Rtpmap> Rtpmap::parse(std::string_view value) {
    const auto fields = split_fields(value);
    if (fields.size() != 2) return std::nullopt;
    const auto parts = split_on(fields[1], '/');
    if (parts.size() < 2 || parts.size() > 3 || !is_token(parts[0])) return std::nullopt;

    const auto number = parse_number<std::uint8_t>(fields[0]);
    const auto clock = parse_number<std::uint32_t>(parts[1]);
    const auto channels = parts.size() == 3 ? parse_number<std::uint8_t>(parts[2]) : std::uint8_t{1};
    if (!number || *number > 127 || !clock || *clock == 0 || !channels || *channels == 0) return std::nullopt;
    return Rtpmap{*number, std::string(parts[0]), *clock, *channels};
}

std::string Rtpmap::to_string() const {
    auto text = std::to_string(payload_type) + " " + encoding + "/" + std::to_string(clock_rate);
    if (channels != 1) text += "/" + std::to_string(channels);
    return text;
}

}  // namespace wims::sdp
