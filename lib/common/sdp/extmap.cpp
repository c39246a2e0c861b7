// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/extmap.hpp"

#include "common/sdp/tokens.hpp"

namespace wims::sdp {

std::optional<Extmap> Extmap::parse(std::string_view value) {
    const auto [head, rest] = split_first(value);
    const auto [uri, attributes] = split_first(rest);
    const auto parts = split_on(head, '/');
    const auto id = parse_number<std::uint16_t>(parts[0]);
    if (!id || parts.size() > 2 || (parts.size() == 2 && !is_token(parts[1])) || uri.empty()) return std::nullopt;
    return Extmap{*id, parts.size() == 2 ? std::string(parts[1]) : std::string(), std::string(uri),
                  std::string(attributes)};
}

std::string Extmap::to_string() const {
    auto text = std::to_string(id);
    if (!direction.empty()) text += "/" + direction;
    text += " " + uri;
    if (!attributes.empty()) text += " " + attributes;
    return text;
}

}  // namespace wims::sdp
