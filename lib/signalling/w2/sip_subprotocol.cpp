// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/sip_subprotocol.hpp"

#include "signalling/w2/utf8.hpp"

namespace wims::w2 {

Result<std::string> SipSubprotocol::to_sip(std::string_view message, bool) {
    const auto start = message.find_first_not_of("\r\n");
    if (start == std::string_view::npos) return std::string();
    const auto first_line = message.substr(start, message.find_first_of("\r\n", start) - start);
    if (first_line.find("SIP/2.0") == std::string_view::npos)
        return Error{ErrorKind::protocol, "the first line has no SIP/2.0", 400};
    return std::string(message);
}

Result<Subprotocol::Outgoing> SipSubprotocol::from_sip(std::string_view sip) {
    return Outgoing{std::string(sip), !is_utf8(sip)};
}

std::string_view keep_alive_answer(std::string_view message) noexcept { return message == "\r\n\r\n" ? "\r\n" : ""; }

}  // namespace wims::w2
