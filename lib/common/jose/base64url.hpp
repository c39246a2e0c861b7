// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wims::jose {

/// base64url without padding. [RFC 7515 2, RFC 4648 5]
std::string base64url(std::string_view octets);

/// Strict: nothing for padding, a foreign character, an impossible length, or bits that no encoder leaves behind. One
/// string of octets has one spelling, so a signature cannot be respelt.
std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace wims::jose
