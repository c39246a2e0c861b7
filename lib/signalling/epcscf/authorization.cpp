// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/authorization.hpp"

#include <algorithm>

#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

namespace {

constexpr std::size_t longest_token = 8192;

bool is_b64token(std::string_view s) {
    return !s.empty() && s.size() <= longest_token && std::all_of(s.begin(), s.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-._~+/=").find(c) != std::string_view::npos;
    });
}

Error unreadable() { return {ErrorKind::auth, "the Bearer credentials hold no token", 401}; }

/// What follows `access_token=`: a quoted string or a token, perhaps with more parameters behind it.
std::string_view parameter_value(std::string_view s) {
    if (!s.starts_with('"')) return sip::trim(s.substr(0, s.find(',')));
    s.remove_prefix(1);
    const auto end = s.find('"');
    return end == std::string_view::npos ? std::string_view() : s.substr(0, end);
}

}  // namespace

Result<std::optional<Secret>> bearer_token(const sip::Message& request) {
    const auto values = request.all("Authorization");
    if (values.empty()) return std::optional<Secret>();
    if (values.size() > 1)
        return Error{ErrorKind::protocol, "more than one Authorization header: choose one scheme", 400};

    const std::string_view value = sip::trim(values.front());
    const auto space = value.find_first_of(" \t");
    if (!sip::equal_without_case(value.substr(0, space), "Bearer")) return std::optional<Secret>();
    if (space == std::string_view::npos) return unreadable();

    std::string_view token = sip::trim(value.substr(space));
    constexpr std::string_view name = "access_token=";
    if (token.size() > name.size() && sip::equal_without_case(token.substr(0, name.size()), name))
        token = parameter_value(token.substr(name.size()));
    if (!is_b64token(token)) return unreadable();
    return std::optional<Secret>(Secret(std::string(token)));
}

std::string bearer_challenge(std::string_view realm, std::string_view authz_server, TokenFault fault) {
    std::string value = "Bearer realm=" + sip::quoted(realm) + ",authz_server=" + sip::quoted(authz_server);
    if (fault == TokenFault::invalid) value += ",error=\"invalid_token\"";
    if (fault == TokenFault::scope) value += ",error=\"invalid_scope\"";
    return value;
}

}  // namespace wims::epcscf
