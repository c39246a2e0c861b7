// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/tokens.hpp"

#include <algorithm>

namespace wims::sdp {
namespace {

bool is_token_char(char c) noexcept {
    return c > ' ' && c < 0x7f && std::string_view("\"(),/:;<=>?@[\\]").find(c) == std::string_view::npos;
}

}  // namespace

std::vector<std::string_view> split_fields(std::string_view text) {
    std::vector<std::string_view> fields;
    while (true) {
        const auto begin = text.find_first_not_of(' ');
        if (begin == std::string_view::npos) return fields;
        text.remove_prefix(begin);
        const auto end = std::min(text.find(' '), text.size());
        fields.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

std::vector<std::string_view> split_on(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::pair<std::string_view, std::string_view> split_first(std::string_view text) {
    const auto end = text.find(' ');
    if (end == std::string_view::npos) return {text, {}};
    const auto rest = text.find_first_not_of(' ', end);
    return {text.substr(0, end), rest == std::string_view::npos ? std::string_view{} : text.substr(rest)};
}

bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

}  // namespace wims::sdp
