// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/clock.hpp>

namespace wims::http {

/// Header fields in the order of the wire, names as written.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// One whole request. [RFC 9112 3]
struct Request {
    std::string method;  ///< "GET", as written
    std::string target;  ///< as on the wire: "/login?x=1"
    std::string path;    ///< before '?', not percent-decoded
    std::string query;   ///< after '?'; empty when there is none
    Headers headers;
    std::string body;
    TransportAddress remote;
    int minor_version = 1;   ///< of HTTP/1
    bool keep_alive = true;  ///< what the client asked for

    /// The value of the first field of this name, whatever its case; empty when absent.
    std::string_view header(std::string_view name) const noexcept;
    /// How many fields have this name.
    std::size_t count(std::string_view name) const noexcept;
    /// True when one of the fields of this name holds `token` in its comma-separated list, whatever their case.
    bool lists(std::string_view name, std::string_view token) const noexcept;
};

/// Content-Length, Connection, Date, Transfer-Encoding and the like are the server's business: do not set them.
struct Response {
    int status = 200;
    Headers headers;
    std::string body;
};

/// "Not Found" for 404; "Unknown" for codes without a phrase. [RFC 9110 15]
std::string_view reason_phrase(int status) noexcept;

/// "Sun, 06 Nov 1994 08:49:37 GMT" [RFC 9110 5.6.7]
std::string http_date(WallTime time);

/// The response as octets. `with_body` false keeps Content-Length and leaves the body out (HEAD). Field values with
/// control characters are dropped: a handler cannot be made to split a response.
std::string serialise(const Response& response, bool with_body, bool keep_alive, WallTime now);

/// True when `token` is a member of a comma-separated list, whatever the case. [RFC 9110 5.6.1]
bool list_contains(std::string_view list, std::string_view token) noexcept;
/// Without leading and trailing spaces and tabs.
std::string_view trimmed(std::string_view text) noexcept;
/// For text that goes into an HTML page or attribute.
std::string html_escaped(std::string_view text);
/// ASCII only.
bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

}  // namespace wims::http
