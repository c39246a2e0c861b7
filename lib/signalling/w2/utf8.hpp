// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace wims::w2 {

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. [RFC 3629 4]
bool is_utf8(std::string_view octets) noexcept;

}  // namespace wims::w2
