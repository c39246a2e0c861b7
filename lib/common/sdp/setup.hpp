// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wims::sdp {

/// a=setup [RFC 4145 4]
enum class Setup : std::uint8_t { active, passive, actpass, holdconn };

std::optional<Setup> parse_setup(std::string_view value) noexcept;
std::string_view to_string(Setup setup) noexcept;

}  // namespace wims::sdp
