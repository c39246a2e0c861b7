// SPDX-License-Identifier: Apache-2.0
#include "signalling/adapters/sofia/mw_wire.hpp"

namespace wims::sofia {

Result<sip::Message> guarded(const MwWire& wire, const sip_t* sip, sip::Message* partial) {
    Result<sip::Message> message = Error{ErrorKind::protocol, "no message", 0};
    if (sip != nullptr && (sip->sip_request != nullptr || sip->sip_status != nullptr))
        message = sip::parse(text_of(sip), partial);
    if (message && sip->sip_error != nullptr)
        message = Error{ErrorKind::protocol, "libsofia-sip finds a faulty header", 400};
    if (message) return message;
    const bool request = sip != nullptr && sip->sip_request != nullptr;
    wire.count(request ? signalling::Counter::mw_requests_refused : signalling::Counter::mw_responses_refused);
    wire.log.warning(request ? "request refused by the guard" : "response refused by the guard",
                     {{"cause", message.error().text}});
    return message;
}

}  // namespace wims::sofia
