// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/ascii.hpp"

/// The lexical rules of RFC 3261 25.1 that this folder shares.
namespace wims::sip {

inline bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_token_char(char c) noexcept;
bool is_token(std::string_view text) noexcept;
using wims::equal_without_case;
using wims::lower;
/// Without spaces and tabs at both ends.
std::string_view trim(std::string_view text) noexcept;
/// Decimal digits only, up to `max`.
std::optional<std::uint32_t> number(std::string_view text, std::uint32_t max) noexcept;
/// Host name, IPv4 address or bracketed IPv6 address, without a port. Zones are refused (RFC 6874 is not SIP).
bool is_host(std::string_view text) noexcept;

/// Where `wanted` first stands outside quotes and angle brackets; npos when nowhere.
std::size_t find_outside(std::string_view text, char wanted, std::size_t from = 0) noexcept;
/// Trimmed elements between `separator`s outside quotes and angle brackets; empty ones are kept.
std::vector<std::string_view> split_outside(std::string_view text, char separator);
/// False when a quote or an angle bracket is never closed.
bool balanced(std::string_view text) noexcept;
/// Where the "<" of a name-addr stands; npos for an addr-spec, whose first ";" ends the address. [RFC 3261 20.10]
std::size_t opening_bracket(std::string_view value) noexcept;
/// The address of a From, Contact, P-Associated-URI, … without display name and parameters: what NameAddr::parse reads,
/// but good for what is no URI, such as a wildcarded identity.
std::string_view address_of(std::string_view value) noexcept;
/// A quoted-string.
std::string quoted(std::string_view text);

}  // namespace wims::sip
