// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/framing.hpp"

#include <algorithm>

#include "signalling/sip/syntax.hpp"

namespace wims::sip {
namespace {

bool has_control(std::string_view text) noexcept {
    return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; });
}

/// "SIP/2.0": true; "SIP/7.1": false; anything else: nullopt.
std::optional<bool> is_version_two(std::string_view text) noexcept {
    if (!equal_without_case(text.substr(0, 4), "SIP/")) return std::nullopt;
    text.remove_prefix(4);
    const auto dot = text.find('.');
    if (dot == std::string_view::npos || !number(text.substr(0, dot), 9999) || !number(text.substr(dot + 1), 9999))
        return std::nullopt;
    return text == "2.0";
}

std::optional<StartLine> parse_status_line(std::string_view line, bool supported) {
    const auto rest = line.substr(line.find(' ') + 1);
    const auto status = number(rest.substr(0, 3), 699);
    if (!status || *status < 100 || rest.size() < 4 || rest[3] != ' ') return std::nullopt;
    return StartLine{{}, {}, static_cast<int>(*status), rest.substr(4), supported};
}

/// Takes one field with its continuation lines off the front of `rest`, every line of which ends with CRLF.
std::string take_field(std::string_view& rest) {
    std::string field;
    do {
        const auto end = rest.find("\r\n");
        const auto line = rest.substr(0, end);
        if (!field.empty()) field += ' ';
        field += field.empty() ? line : trim(line);
        rest.remove_prefix(end + 2);
    } while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t') && field.size() <= longest_header);
    return field;
}

}  // namespace

std::optional<StartLine> parse_start_line(std::string_view line) {
    if (has_control(line)) return std::nullopt;
    const auto first = line.find(' ');
    if (first == std::string_view::npos) return std::nullopt;
    if (const auto version = is_version_two(line.substr(0, first))) return parse_status_line(line, *version);
    const auto last = line.rfind(' ');
    const auto version = is_version_two(line.substr(last + 1));
    if (!version || first == last || !is_token(line.substr(0, first))) return std::nullopt;
    return StartLine{line.substr(0, first), line.substr(first + 1, last - first - 1), 0, {}, *version};
}

Framed frame(std::string_view octets) {
    while (octets.substr(0, 2) == "\r\n") octets.remove_prefix(2);  // [RFC 3261 7.5]
    Framed out;
    const auto line_end = octets.find("\r\n");
    out.start_line = octets.substr(0, line_end);
    if (line_end == std::string_view::npos) {
        out.fault = "no header follows the start line";
        return out;
    }
    const auto head_end = octets.find("\r\n\r\n", line_end);
    const auto last_line_end = head_end != std::string_view::npos ? head_end : octets.rfind("\r\n");
    auto rest = octets.substr(line_end + 2, last_line_end - line_end);
    if (head_end == std::string_view::npos) out.fault = "no empty line ends the headers";
    else out.body = octets.substr(head_end + 4);
    // What stands before a fault is still read, so that a request can be answered.
    while (!rest.empty()) {
        if (out.fields.size() == most_headers) {
            out.fault = "more than 100 headers";
            out.flood = true;
            return out;
        }
        const auto here = rest;
        const auto field = take_field(rest);
        const auto colon = field.find(':');
        const auto name = trim(here.substr(0, std::min(colon, here.size())));
        if (field.size() > longest_header) {
            out.fault = "a header longer than 8 KiB";
            out.flood = true;
            return out;
        }
        if (has_control(field)) out.fault = "control character in a header";
        else if (colon == std::string::npos || !is_token(name) || here.front() == ' ' || here.front() == '\t')
            out.fault = "a line that is no header";
        else out.fields.emplace_back(name, trim(std::string_view(field).substr(colon + 1)));
    }
    return out;
}

}  // namespace wims::sip
