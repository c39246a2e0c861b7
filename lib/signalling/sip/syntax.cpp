// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/syntax.hpp"

#include <algorithm>

namespace wims::sip {
namespace {

bool is_alnum(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_ipv4(std::string_view text) noexcept {
    for (int part = 1; part <= 4; ++part) {
        const auto dot = text.find('.');
        if ((dot == std::string_view::npos) != (part == 4) || !number(text.substr(0, dot), 255)) return false;
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return true;
}

/// Groups of 16 bits that a run of "a:b:c" holds, the last of which may be an IPv4 address; nullopt for anything else.
std::optional<int> ipv6_groups(std::string_view run, bool ipv4_allowed) noexcept {
    int groups = 0;
    while (!run.empty()) {
        const auto colon = run.find(':');
        const auto group = run.substr(0, colon);
        const bool last = colon == std::string_view::npos;
        if (last && ipv4_allowed && is_ipv4(group)) return groups + 2;
        if (group.empty() || group.size() > 4 ||
            group.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
            return std::nullopt;
        ++groups;
        if (last) return groups;
        run.remove_prefix(colon + 1);
        if (run.empty()) return std::nullopt;
    }
    return groups;
}

/// [RFC 3261 25.1, IPv6address]
bool is_ipv6(std::string_view text) noexcept {
    const auto gap = text.find("::");
    if (gap == std::string_view::npos) return ipv6_groups(text, true) == 8;
    const auto before = ipv6_groups(text.substr(0, gap), false);
    const auto after = ipv6_groups(text.substr(gap + 2), true);
    return before && after && *before + *after < 8;
}

/// Follows quotes and angle brackets through a header value.
class Nesting {
public:
    /// True when `c` stands outside.
    bool outside(char c) noexcept {
        if (escaped_) {
            escaped_ = false;
            return false;
        }
        if (quoted_) {
            escaped_ = c == '\\';
            quoted_ = c != '"';
            return false;
        }
        if (c == '"') quoted_ = true;
        if (bracketed_) {
            bracketed_ = c != '>';
            return false;
        }
        if (c == '<') bracketed_ = true;
        return !quoted_ && !bracketed_;
    }
    bool open() const noexcept { return quoted_ || bracketed_; }
    bool in_brackets() const noexcept { return bracketed_; }

private:
    bool quoted_ = false, bracketed_ = false, escaped_ = false;
};

}  // namespace

bool is_token_char(char c) noexcept {
    return is_alnum(c) || std::string_view("-.!%*_+`'~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::uint32_t> number(std::string_view text, std::uint32_t max) noexcept {
    if (text.empty() || text.size() > 10 || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (value > max) return std::nullopt;
    return static_cast<std::uint32_t>(value);
}

bool is_host(std::string_view text) noexcept {
    if (text.empty() || text.size() > 255) return false;
    if (text.front() == '[') {
        return text.size() > 3 && text.back() == ']' && is_ipv6(text.substr(1, text.size() - 2));
    }
    if (!is_alnum(text.front()) && text.front() != '_') return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; });
}

std::size_t find_outside(std::string_view text, char wanted, std::size_t from) noexcept {
    Nesting nesting;
    for (std::size_t i = from; i < text.size(); ++i) {
        if (nesting.outside(text[i]) && text[i] == wanted) return i;
    }
    return std::string_view::npos;
}

std::vector<std::string_view> split_outside(std::string_view text, char separator) {
    std::vector<std::string_view> elements;
    for (;;) {
        const auto end = find_outside(text, separator);
        elements.push_back(trim(text.substr(0, end)));
        if (end == std::string_view::npos) return elements;
        text.remove_prefix(end + 1);
    }
}

bool balanced(std::string_view text) noexcept {
    Nesting nesting;
    for (const char c : text) nesting.outside(c);
    return !nesting.open();
}

std::size_t opening_bracket(std::string_view value) noexcept {
    Nesting nesting;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (nesting.outside(value[i]) && value[i] == ';') return std::string_view::npos;
        if (nesting.in_brackets()) return i;
    }
    return std::string_view::npos;
}

std::string_view address_of(std::string_view value) noexcept {
    value = trim(value);
    const auto open = opening_bracket(value);
    if (open == std::string_view::npos) return trim(value.substr(0, value.find(';')));
    const auto close = value.find('>', open);
    return value.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

}  // namespace wims::sip
