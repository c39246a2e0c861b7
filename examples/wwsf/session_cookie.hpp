// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace wims::wwsf {

/// Our cookie's value in a Cookie field; empty when it is not there. [RFC 6265 5.4]
std::string_view session_cookie(std::string_view cookie_field);

/// The Set-Cookie field: for this host and HTTPS only, out of reach for scripts and for other sites' requests.
/// [RFC 6265 5.2] A life of zero takes the cookie back.
std::string set_session_cookie(std::string_view value, std::chrono::seconds life);

}  // namespace wims::wwsf
