// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/w2/subprotocol.hpp>

namespace wims::w2 {

/// "sip": one SIP message is one WebSocket message. [RFC 7118 4.2, 5]
class SipSubprotocol final : public Subprotocol {
public:
    static constexpr std::string_view name = "sip";

    /// Empty for keep-alives, which are nothing but CR LF. protocol: no "SIP/2.0" in the first line (E05).
    Result<std::string> to_sip(std::string_view message, bool binary) override;
    /// Text when the message is UTF-8, else binary (W2-02).
    Result<Outgoing> from_sip(std::string_view sip) override;
};

/// The answer to a keep-alive ping: CR LF to a double CR LF, else nothing. [RFC 5626 4.4.1, W2-10]
std::string_view keep_alive_answer(std::string_view message) noexcept;

}  // namespace wims::w2
