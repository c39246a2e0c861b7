// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/result.hpp>

namespace wims::registry::wire {

inline constexpr std::string_view w6_root = "/nwr-reg/v1";
inline constexpr std::string_view w7_root = "/nwr-status/v1";
inline constexpr const char* trail_header = "wims-trail";

/// One segment of a path, or a value of a query, with everything escaped that is not unreserved. [RFC 3986 2.3]
std::string encoded(std::string_view text);
/// Nothing: a bad escape, or a zero octet.
std::optional<std::string> decoded(std::string_view text);
/// The decoded segments of an absolute path, without the first, empty one. Nothing: not such a path.
std::optional<std::vector<std::string>> segments(std::string_view path);
/// The decoded value of a query's first field of this name. Nothing: it is not there. protocol, 400: a bad escape.
Result<std::optional<std::string>> query_value(std::string_view query, std::string_view name);
/// A whole number in decimal. protocol, 400: the field is there and its value is none, or above `largest`.
Result<std::optional<std::uint64_t>> query_number(std::string_view query, std::string_view name,
                                                  std::uint64_t largest = std::numeric_limits<std::uint64_t>::max());

}  // namespace wims::registry::wire
