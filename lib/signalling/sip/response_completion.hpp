// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "signalling/sip/message.hpp"

namespace wims::sip {

/// Makes `response` one to `request`: the request's Via, Call-ID and CSeq whatever it held, From and To where it lacks
/// them, and `tag` on a To without one unless it is a 100. Both transaction layers use it. [RFC 3261 8.2.6.2]
void complete_response(Message& response, const Message& request, std::string_view tag);

/// The ACK for a 300-699 or the CANCEL that belongs to `request`, with its topmost Via alone. [RFC 3261 9.1, 17.1.1.3]
Message companion_of(const Message& request, std::string method);

}  // namespace wims::sip
