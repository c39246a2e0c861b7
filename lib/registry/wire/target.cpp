// SPDX-License-Identifier: Apache-2.0
#include "registry/wire/target.hpp"

#include <charconv>

namespace wims::registry::wire {

namespace {

bool unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

}  // namespace

std::string encoded(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (unreserved(c)) out += c;
        else out.append({'%', digits[octet >> 4], digits[octet & 15]});
    }
    return out;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned octet = static_cast<unsigned char>(text[i]);
        if (text[i] == '%') {
            if (i + 3 > text.size()) return std::nullopt;
            const char* begin = text.data() + i + 1;
            if (std::from_chars(begin, begin + 2, octet, 16).ptr != begin + 2) return std::nullopt;
            i += 2;
        }
        if (octet == 0) return std::nullopt;
        out += static_cast<char>(octet);
    }
    return out;
}

std::optional<std::vector<std::string>> segments(std::string_view path) {
    if (path.empty() || path.front() != '/') return std::nullopt;
    std::vector<std::string> out;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = path.find('/');
        auto segment = decoded(path.substr(0, end));
        if (!segment) return std::nullopt;
        out.push_back(std::move(*segment));
        path = end == std::string_view::npos ? std::string_view() : path.substr(end);
    }
    return out;
}

Result<std::optional<std::string>> query_value(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto field = query.substr(0, end);
        const auto equals = field.find('=');
        if (field.substr(0, equals) == name) {
            auto value = decoded(equals == std::string_view::npos ? std::string_view() : field.substr(equals + 1));
            if (!value) return Error{ErrorKind::protocol, "query: " + std::string(name) + " is badly escaped", 400};
            return value;
        }
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    }
    return std::optional<std::string>();
}

Result<std::optional<std::uint64_t>> query_number(std::string_view query, std::string_view name,
                                                  std::uint64_t largest) {
    const auto text = query_value(query, name);
    if (!text) return text.error();
    if (!*text) return std::optional<std::uint64_t>();
    std::uint64_t number = 0;
    const auto end = (*text)->data() + (*text)->size();
    const auto [stop, error] = std::from_chars((*text)->data(), end, number);
    if (error != std::errc() || stop != end || number > largest)
        return Error{ErrorKind::protocol,
                     "query: " + std::string(name) + " is no whole number up to " + std::to_string(largest), 400};
    return std::optional(number);
}

}  // namespace wims::registry::wire
