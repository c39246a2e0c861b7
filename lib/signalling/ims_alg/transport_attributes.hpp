// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "signalling/ims_alg/rule.hpp"

namespace wims::ims_alg {

/// All values of an attribute of the m-line's transport: its own, else those of the m-line that speaks for its BUNDLE
/// group, else those of the session level. [RFC 9143 7.1.3]
std::vector<std::string_view> transport_attributes(const Reading& in, std::string_view name);
std::optional<std::string_view> transport_attribute(const Reading& in, std::string_view name);

}  // namespace wims::ims_alg
