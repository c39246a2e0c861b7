// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <wims/common/api.hpp>

namespace wims {

/// Follows one registration or call through every entity and into every log line: 32 lower-case hex digits, the form
/// of a Session-ID's local UUID. On Mw only Session-ID and icid-value carry it. [RFC 7989 4.1]
class TrailId {
public:
    TrailId() = default;  ///< "none": 32 zeros, the null UUID

    WIMS_API static TrailId create();  ///< random; thread-safe
    /// Accepts exactly 32 hex digits; anything else gives the null trail.
    WIMS_API static TrailId from(std::string_view hex);

    const std::string& hex() const noexcept { return hex_; }
    bool null() const noexcept { return hex_.find_first_not_of('0') == std::string::npos; }
    auto operator<=>(const TrailId&) const = default;

private:
    std::string hex_ = std::string(32, '0');
};

}  // namespace wims
