// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wims/common/result.hpp>

namespace wims::sip {

using Parameters = std::vector<std::pair<std::string, std::optional<std::string>>>;  ///< in order; names lower case

/// A sip:, sips: or tel: URI. Text is kept as received: nothing is unescaped. [RFC 3261 19.1, RFC 3966]
struct Uri {
    std::string scheme;  ///< lower case
    std::string user;    ///< empty when absent; the number for tel:
    std::string host;    ///< as received; IPv6 without brackets
    std::uint16_t port = 0;
    Parameters parameters;
    std::string headers;  ///< behind "?", raw

    /// protocol error for anything that is no URI of a known scheme (status 416 when only the scheme is unknown).
    static Result<Uri> parse(std::string_view text);
    std::string to_text() const;

    std::optional<std::string_view> parameter(std::string_view name) const;
    void set_parameter(std::string_view name, std::optional<std::string> value);
    void remove_parameter(std::string_view name);
    /// scheme:user@host[:port], host lower case, no parameters.
    std::string address_of_record() const;
};

/// From, To, Contact, Route, Path, P-Asserted-Identity, …: one value. [RFC 3261 20.10]
struct NameAddr {
    std::string display_name;  ///< as received, quotes included; empty when absent
    Uri uri;
    Parameters parameters;  ///< header parameters

    static Result<NameAddr> parse(std::string_view text);
    std::string to_text() const;  ///< always in angle brackets

    std::optional<std::string_view> parameter(std::string_view name) const;
    void set_parameter(std::string_view name, std::optional<std::string> value);
    void remove_parameter(std::string_view name);
    std::string_view tag() const { return parameter("tag").value_or(std::string_view()); }
};

}  // namespace wims::sip
