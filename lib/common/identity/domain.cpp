// SPDX-License-Identifier: Apache-2.0
#include "common/identity/domain.hpp"

#include <algorithm>

#include "common/core/ascii.hpp"

namespace wims::identity {
namespace {

std::string_view without_dot(std::string_view name) {
    if (!name.empty() && name.back() == '.') name.remove_suffix(1);
    return name;
}

}  // namespace

bool in_domain(std::string_view host, std::string_view domain) noexcept {
    host = without_dot(host);
    domain = without_dot(domain);
    if (host.empty() || domain.empty()) return false;
    if (!domain.starts_with("*.")) return equal_without_case(host, domain);
    domain.remove_prefix(1);  // keeps the dot: the match starts at a label
    return host.size() > domain.size() && equal_without_case(host.substr(host.size() - domain.size()), domain);
}

bool in_any_domain(std::string_view host, const std::vector<std::string>& domains) noexcept {
    return std::any_of(domains.begin(), domains.end(), [&](const auto& domain) { return in_domain(host, domain); });
}

}  // namespace wims::identity
