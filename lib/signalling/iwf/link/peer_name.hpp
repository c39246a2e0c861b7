// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace wims::iwf {

/// The first of a certificate's names that is permitted: letters without case, "*." in front of a permitted name stands
/// for one label. Nothing: none is.
std::optional<std::string> permitted_name(const std::vector<std::string>& names,
                                          const std::vector<std::string>& permitted);

}  // namespace wims::iwf
