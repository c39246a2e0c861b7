// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/ids.hpp>

#include "mini_ims/sip/sofia.hpp"

namespace wims::mini_ims {

/// Values of a header that sofia keeps as unknown text, in order, whatever the name's case.
std::vector<std::string> header_values(const sip_t* sip, std::string_view name);
std::optional<std::string> header_value(const sip_t* sip, std::string_view name);

/// Every header of that name that sofia keeps as unknown text.
void remove_header(msg_t* message, std::string_view name);

/// "sip:a@b" from `"A" <sip:a@b>;x=y`, `<sip:a@b>` or `sip:a@b`; several separated by commas give several.
std::vector<std::string> addresses_in(std::string_view value);

std::string text_of(const url_t* url);
/// "<sip:a@b;lr>" with its parameters, as it goes into a Route.
std::vector<std::string> entries_of(const sip_route_t* routes);

/// Where a request came from.
TransportAddress source_of(nta_incoming_t* request);

/// The id that the gateway put on this call or registration; null without one. [RFC 7989]
TrailId trail_of(const sip_t* sip);

/// A parameter of an Authorization without its quotes; empty when absent.
std::string parameter(const sip_authorization_t* authorization, const char* name);

/// Every header as it came, one a line, without the start line and the body.
std::vector<std::string> header_lines(const sip_t* sip);

/// The whole message: start line, headers, body. What the stack has changed on arrival is written anew.
std::string message_text(const sip_t* sip);

}  // namespace wims::mini_ims
