// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wims/common/result.hpp>

/// The outer form of a message: lines, folding, names; nothing of what the values mean.
namespace wims::sip {

struct StartLine {
    std::string_view method, request_uri;  ///< empty for a response
    int status = 0;
    std::string_view reason;
    bool supported = true;  ///< false: a SIP version other than 2.0
};

/// nullopt when the line is no start line of any SIP version. [RFC 3261 7.1, 7.2]
std::optional<StartLine> parse_start_line(std::string_view line);

struct Framed {
    std::string_view start_line;
    std::vector<std::pair<std::string_view, std::string>> fields;  ///< unfolded and trimmed, as received otherwise
    std::string_view body;
    std::string fault;   ///< the first thing wrong behind the start line; the fields before it are there
    bool flood = false;  ///< the fault is that there is too much of it (E35)
};

inline constexpr std::size_t most_headers = 100;
inline constexpr std::size_t longest_header = 8192;

/// Views point into `octets`. [RFC 3261 7.3.1, E35]
Framed frame(std::string_view octets);

}  // namespace wims::sip
