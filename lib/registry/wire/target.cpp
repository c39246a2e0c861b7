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

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto field = query.substr(0, end);
        const auto equals = field.find('=');
        if (equals != std::string_view::npos && field.substr(0, equals) == name)
            return decoded(field.substr(equals + 1));
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    }
    return std::nullopt;
}

std::optional<std::uint64_t> query_number(std::string_view query, std::string_view name) {
    const auto text = query_value(query, name);
    std::uint64_t number = 0;
    if (!text || text->empty()) return std::nullopt;
    const auto end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

}  // namespace wims::registry::wire
