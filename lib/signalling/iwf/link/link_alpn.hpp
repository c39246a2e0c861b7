// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace wims::iwf {

/// Ours; the number grows when old and new would misunderstand each other.
inline constexpr const char* link_alpn = "wims-iwf/1";

}  // namespace wims::iwf
