// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wims::jose {

/// The whole allow-list: asymmetric, 128-bit strength. `none` and HMAC have no enumerator. [RFC 7518 3.1, RFC 8725 3.1]
enum class Algorithm : std::uint8_t { es256, rs256, ps256 };

inline std::optional<Algorithm> algorithm_named(std::string_view name) noexcept {
    if (name == "ES256") return Algorithm::es256;
    if (name == "RS256") return Algorithm::rs256;
    if (name == "PS256") return Algorithm::ps256;
    return std::nullopt;
}

}  // namespace wims::jose
