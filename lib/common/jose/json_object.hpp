// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace wims::jose {

/// A JSON object in which no object names a member twice: two readers cannot read two things. [RFC 7515 4, RFC 7519 4]
std::optional<nlohmann::json> parse_object(std::string_view text);

/// A string member; empty when it is absent or no string.
std::string string_member(const nlohmann::json& object, const char* name);

}  // namespace wims::jose
