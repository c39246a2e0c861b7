// SPDX-License-Identifier: Apache-2.0
#include "common/identity/domain.hpp"

#include <algorithm>

namespace wims::identity {
namespace {

std::string_view without_dot(std::string_view name) {
    if (!name.empty() && name.back() == '.') name.remove_suffix(1);
    return name;
}

bool equal(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

bool in_domain(std::string_view host, std::string_view domain) noexcept {
    host = without_dot(host);
    domain = without_dot(domain);
    if (host.empty() || domain.empty()) return false;
    if (!domain.starts_with("*.")) return equal(host, domain);
    domain.remove_prefix(1);  // keeps the dot: the match starts at a label
    return host.size() > domain.size() && equal(host.substr(host.size() - domain.size()), domain);
}

bool in_any_domain(std::string_view host, const std::vector<std::string>& domains) noexcept {
    return std::any_of(domains.begin(), domains.end(), [&](const auto& domain) { return in_domain(host, domain); });
}

}  // namespace wims::identity
