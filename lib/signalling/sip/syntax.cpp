// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/syntax.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace wims::sip {
namespace {

bool is_alnum(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

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

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
    return out;
}

bool equal_without_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
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
        if (text.size() < 4 || text.back() != ']') return false;
        in6_addr address;
        return inet_pton(AF_INET6, std::string(text.substr(1, text.size() - 2)).c_str(), &address) == 1;
    }
    if (!is_alnum(text.front()) && text.front() != '_') return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; });
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

}  // namespace wims::sip
