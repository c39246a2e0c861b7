// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <vector>

/// The small grammar that every SDP element shares. [RFC 8866 9]
namespace wims::sdp {

/// Fields separated by one or more spaces; none is empty.
std::vector<std::string_view> split_fields(std::string_view text);

/// "a/b/c" by one separator; empty parts are kept.
std::vector<std::string_view> split_on(std::string_view text, char separator);

/// First field and the rest behind the following spaces.
std::pair<std::string_view, std::string_view> split_first(std::string_view text);

/// Non-empty and only token characters.
bool is_token(std::string_view text) noexcept;

/// The whole text as a decimal number that fits T, without sign.
template <std::unsigned_integral T>
std::optional<T> parse_number(std::string_view text) noexcept {
    T value{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace wims::sdp
