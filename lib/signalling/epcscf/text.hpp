// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wims::epcscf {

inline std::string_view trim(std::string_view s) {
    const auto first = s.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return s.substr(first, s.find_last_not_of(" \t") - first + 1);
}

inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline bool equal_without_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

/// A quoted-string. [RFC 3261 25.1]
inline std::string quoted(std::string_view s) {
    std::string out = "\"";
    for (const char c : s) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

/// Decimal digits and nothing else, up to 2^32 - 1.
inline std::optional<std::uint32_t> number(std::string_view s) {
    s = trim(s);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (error != std::errc() || end != s.data() + s.size()) return std::nullopt;
    return value;
}

/// What stands between "<" and ">" behind a display name, or all of it up to the parameters: good for what no URI parser
/// takes, such as a wildcarded identity.
inline std::string_view bracketed(std::string_view value) {
    value = trim(value);
    std::size_t from = 0;
    if (value.starts_with('"'))
        for (from = 1; from < value.size() && value[from] != '"'; ++from)
            if (value[from] == '\\') ++from;
    const auto open = value.find('<', std::min(from, value.size()));
    if (open == std::string_view::npos) return trim(value.substr(0, value.find(';')));
    const auto close = value.find('>', open);
    return value.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
}

}  // namespace wims::epcscf
