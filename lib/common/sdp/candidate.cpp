// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/candidate.hpp"

#include "common/sdp/tokens.hpp"

namespace wims::sdp {

std::optional<Candidate> Candidate::parse(std::string_view value) {
    const auto fields = split_fields(value);
    if (fields.size() < 8 || fields[6] != "typ") return std::nullopt;
    const auto component = parse_number<std::uint16_t>(fields[1]);
    const auto priority = parse_number<std::uint32_t>(fields[3]);
    const auto port = parse_number<std::uint16_t>(fields[5]);
    if (!component || *component == 0 || *component > 256 || !priority || !port) return std::nullopt;

    Candidate out{std::string(fields[0]), *component, std::string(fields[2]), *priority,
                  std::string(fields[4]), *port,      std::string(fields[7]), {}};
    for (std::size_t i = 8; i < fields.size(); ++i) out.extensions += (i == 8 ? "" : " ") + std::string(fields[i]);
    return out;
}

std::string Candidate::to_string() const {
    auto text = foundation + " " + std::to_string(component) + " " + transport + " " + std::to_string(priority) + " " +
                address + " " + std::to_string(port) + " typ " + type;
    if (!extensions.empty()) text += " " + extensions;
    return text;
}

}  // namespace wims::sdp
