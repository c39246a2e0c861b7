// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wims::identity {

/// Whether a host lies in a configured domain. Whole labels only (ICS-08): "enterprise.com" is that name and nothing
/// else, "*.enterprise.com" any name with at least one more label in front. Neither case nor a closing dot matters.
bool in_domain(std::string_view host, std::string_view domain) noexcept;

bool in_any_domain(std::string_view host, const std::vector<std::string>& domains) noexcept;

}  // namespace wims::identity
