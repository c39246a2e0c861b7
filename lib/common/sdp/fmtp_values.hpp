// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "common/core/ascii.hpp"

/// "name=value; name=value" of an fmtp attribute. [RFC 8866 6.15]
namespace wims::sdp {

inline std::string_view trimmed(std::string_view text) noexcept {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

inline std::optional<std::string_view> value_of(std::string_view fmtp, std::string_view name) noexcept {
    while (!fmtp.empty()) {
        const auto end = fmtp.find(';');
        const auto part = trimmed(fmtp.substr(0, end));
        fmtp = end == std::string_view::npos ? std::string_view() : fmtp.substr(end + 1);
        const auto equals = part.find('=');
        if (equals != std::string_view::npos && equal_without_case(trimmed(part.substr(0, equals)), name))
            return trimmed(part.substr(equals + 1));
    }
    return std::nullopt;
}

inline std::optional<std::uint32_t> number_of(std::string_view text) noexcept {
    std::uint32_t number = 0;
    const auto trimmed_text = trimmed(text);
    const auto end = trimmed_text.data() + trimmed_text.size();
    const auto [last, error] = std::from_chars(trimmed_text.data(), end, number);
    if (error != std::errc() || last != end) return std::nullopt;
    return number;
}

}  // namespace wims::sdp
