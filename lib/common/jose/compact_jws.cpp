// SPDX-License-Identifier: Apache-2.0
#include "common/jose/compact_jws.hpp"

#include "common/jose/base64url.hpp"
#include "common/jose/json_object.hpp"

namespace wims::jose {

std::optional<CompactJws> CompactJws::parse(std::string_view text) {
    if (text.size() > longest) return std::nullopt;
    const auto first = text.find('.');
    const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) return std::nullopt;

    const auto header = base64url_decode(text.substr(0, first));
    const auto payload = base64url_decode(text.substr(first + 1, second - first - 1));
    auto signature = base64url_decode(text.substr(second + 1));
    if (!header || !payload || !signature) return std::nullopt;
    auto header_object = parse_object(*header);
    auto payload_object = parse_object(*payload);
    if (!header_object || !payload_object) return std::nullopt;
    return CompactJws{std::move(*header_object), std::move(*payload_object), text.substr(0, second),
                      std::move(*signature)};
}

}  // namespace wims::jose
